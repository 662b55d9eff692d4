// Who is logged in, by a cookie that says nothing by itself.

import { randomBytes } from "node:crypto";
import type { Request, RequestHandler } from "express";
import session from "express-session";

declare module "express-session" {
  interface SessionData {
    phone: string;
  }
}

export function sessions(): RequestHandler {
  return session({
    secret: process.env.SESSION_SECRET ?? randomBytes(32).toString("hex"),
    cookie: { httpOnly: true, sameSite: "lax", secure: "auto" },
    resave: false,
    saveUninitialized: false,
  });
}

/** A new session, so that a cookie which somebody else knows is worth nothing after a login. */
export function startSession(request: Request, phone: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.regenerate((error?: Error) => {
      if (error) return reject(error);
      request.session.phone = phone;
      request.session.save((error?: Error) => (error ? reject(error) : resolve()));
    });
  });
}

export function endSession(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.destroy((error?: Error) => (error ? reject(error) : resolve()));
  });
}
