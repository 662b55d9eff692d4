// The site: who has the phone gets in, and a session remembers it.

import { randomBytes } from "node:crypto";
import express, { type Express, type Request, type Response } from "express";
import session from "express-session";

import type { Passcodes } from "./passcodes.js";

declare module "express-session" {
  interface SessionData {
    phone: string;
  }
}

const PHONE = /^\+[1-9]\d{6,14}$/;

const STATUS = {
  "phone and code are needed": 400,
  "not a phone number": 400,
  "not logged in": 401,
  "wrong code": 401,
  "expired code": 401,
  "too many messages": 429,
  "too many attempts": 429,
};

export function createApp(passcodes: Passcodes): Express {
  const app = express();
  app.use(express.json());
  app.use(
    session({
      secret: process.env.SESSION_SECRET ?? randomBytes(32).toString("hex"),
      cookie: { httpOnly: true, sameSite: "lax", secure: "auto" },
      resave: false,
      saveUninitialized: false,
    }),
  );

  app.post("/login", async (request, response) => {
    const { phone } = readTexts(request);
    if (!phone || !PHONE.test(phone)) return refuse(response, "not a phone number");
    const outcome = await passcodes.send(phone);
    if (outcome !== "sent") return refuse(response, outcome);
    response.status(202).json({ phone });
  });

  app.post("/login/check", async (request, response) => {
    const { phone, code } = readTexts(request);
    if (!phone || !code) return refuse(response, "phone and code are needed");
    const outcome = await passcodes.check(phone, code);
    if (outcome !== "approved") return refuse(response, outcome);
    await startSession(request, phone);
    response.json({ phone });
  });

  app.get("/me", (request, response) => {
    const { phone } = request.session;
    if (!phone) return refuse(response, "not logged in");
    response.json({ phone });
  });

  app.post("/logout", async (request, response) => {
    await endSession(request);
    response.status(204).end();
  });

  return app;
}

/** The fields of the JSON body that are texts; nobody promises that a body has them. */
function readTexts(request: Request): { phone?: string; code?: string } {
  const fields = Object.entries((request.body ?? {}) as object);
  return Object.fromEntries(fields.filter(([, value]) => typeof value === "string"));
}

function refuse(response: Response, error: keyof typeof STATUS): void {
  response.status(STATUS[error]).json({ error });
}

/** A new session, so that nobody can log somebody else in to a session that they know. */
function startSession(request: Request, phone: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.regenerate((error?: Error) => {
      if (error) return reject(error);
      request.session.phone = phone;
      request.session.save((error?: Error) => (error ? reject(error) : resolve()));
    });
  });
}

function endSession(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.destroy((error?: Error) => (error ? reject(error) : resolve()));
  });
}
