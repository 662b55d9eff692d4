// The application: sends passcodes and checks them. Nothing but Twilio's SDK; copy this into your own code.

import process from "node:process";
import twilio from "twilio";

const NOT_FOUND = 20404;
const MAX_CHECK_ATTEMPTS = 60202;

// These two keys are the emulator's: Twilio does not document them. On Twilio, send once more with channel "sms".
const WHATSAPP_ELSE_SMS = { whatsapp: { enabled: true }, sms: { enabled: true } };

/** A client for the account in TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN. */
export function connect() {
  const client = twilio();
  const url = process.env.VERIFY_EMULATOR_URL;
  if (url) client.verify.baseUrl = url; // the one line that is there for the emulator
  return client;
}

/** A new Verify Service. A real application does this once and then keeps the Service SID. */
export async function createService(client, name) {
  const { sid } = await client.verify.v2.services.create({ friendlyName: name });
  return client.verify.v2.services(sid);
}

/** Send a passcode by sms, call, email or whatsapp. Resolves to the channel that it went out on in the end. */
export async function send(service, to, channel = "sms") {
  const options = channel === "whatsapp" ? { channelConfiguration: WHATSAPP_ELSE_SMS } : {};
  const verification = await service.verifications.create({ to, channel, ...options });
  return verification.channel;
}

/** What becomes of the code that a user has typed in: approved, wrong, expired or too many attempts. */
export async function check(service, to, code) {
  try {
    const verification = await service.verificationChecks.create({ to, code });
    return verification.status === "approved" ? "approved" : "wrong";
  } catch (error) {
    if (error.code === NOT_FOUND) return "expired"; // ten minutes have passed, or it was approved before
    if (error.code === MAX_CHECK_ATTEMPTS) return "too many attempts";
    throw error;
  }
}
