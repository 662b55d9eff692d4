// Starts the site, with Twilio's client as the environment describes it: TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.

import type { AddressInfo } from "node:net";
import twilio from "twilio";

import { createApp } from "./app.js";
import { Passcodes } from "./passcodes.js";

const serviceSid = process.env.TWILIO_VERIFY_SERVICE_SID;
if (!serviceSid) throw new Error("TWILIO_VERIFY_SERVICE_SID is not set");

const app = createApp(new Passcodes(twilio(), serviceSid));
const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", (error) => {
  if (error) throw error;
  const { port } = server.address() as AddressInfo;
  console.log(`Express login ready on http://127.0.0.1:${port}`);
});
