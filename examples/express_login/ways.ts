// Ways to Twilio Verify that a program may take, with the address that Twilio has. Each answers with a Service's SID.

import { get } from "node:https";
import twilio from "twilio";

const { TWILIO_ACCOUNT_SID = "", TWILIO_AUTH_TOKEN = "", TWILIO_VERIFY_SERVICE_SID = "" } = process.env;
const SERVICE = `https://verify.twilio.com/v2/Services/${TWILIO_VERIFY_SERVICE_SID}`;
const AUTH = `${TWILIO_ACCOUNT_SID}:${TWILIO_AUTH_TOKEN}`;

export const WAYS: Record<string, () => Promise<string>> = {
  "Twilio's SDK": async () => (await twilio().verify.v2.services(TWILIO_VERIFY_SERVICE_SID).fetch()).sid,

  "fetch": async () => {
    const headers = { Authorization: `Basic ${Buffer.from(AUTH).toString("base64")}` };
    return readSid(await (await fetch(SERVICE, { headers })).text());
  },

  "node:https": () =>
    new Promise((resolve, reject) => {
      get(SERVICE, { auth: AUTH }, async (answer) => {
        resolve(readSid((await answer.setEncoding("utf8").toArray()).join("")));
      }).on("error", reject);
    }),
};

function readSid(body: string): string {
  return (JSON.parse(body) as { sid: string }).sid;
}
