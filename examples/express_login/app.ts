// The site: who has the phone gets in, and a session remembers it.

import express, { type Express, type Request, type Response, Router } from "express";

import type { Passcodes } from "./passcodes.js";
import { endSession, sessions, startSession } from "./sessions.js";

const PHONE = /^\+[1-9]\d{6,14}$/;

const STATUS = {
  "not a phone number": 400,
  "not logged in": 401,
  "wrong code": 401,
  "expired code": 401,
  "too many messages": 429,
  "too many attempts": 429,
};

export function createApp(passcodes: Passcodes): Express {
  const app = express();
  app.use(express.json(), sessions());
  app.use("/login", loginRoutes(passcodes));

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

function loginRoutes(passcodes: Passcodes): Router {
  const login = Router();

  login.post("/", async (request, response) => {
    const phone = readPhone(request);
    if (!phone) return refuse(response, "not a phone number");
    const outcome = await passcodes.send(phone);
    if (outcome !== "sent") return refuse(response, outcome);
    response.status(202).json({ phone });
  });

  login.post("/check", async (request, response) => {
    const phone = readPhone(request);
    if (!phone) return refuse(response, "not a phone number");
    const code = readText(request, "code");
    if (!code) return refuse(response, "wrong code");
    const outcome = await passcodes.check(phone, code);
    if (outcome !== "approved") return refuse(response, outcome);
    await startSession(request, phone);
    response.json({ phone });
  });

  return login;
}

/** Written in one way only, as Twilio writes it, because the session knows people by it. */
function readPhone(request: Request): string | undefined {
  const phone = readText(request, "phone");
  return phone && PHONE.test(phone) ? phone : undefined;
}

/** A field of the JSON body; nobody promises that there is a body, or that its fields are texts. */
function readText(request: Request, name: string): string | undefined {
  const value: unknown = request.body?.[name];
  return typeof value === "string" ? value : undefined;
}

function refuse(response: Response, error: keyof typeof STATUS): void {
  response.status(STATUS[error]).json({ error });
}
