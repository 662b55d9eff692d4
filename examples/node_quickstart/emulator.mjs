// The test's side, which only an emulator has: read messages, let time pass, make messages fail.

import process from "node:process";

// A safeguard, too: with nothing but an account in the environment the application would talk to Twilio.
const [URL, ACCOUNT_SID, SERVICE_SID] = [
  "VERIFY_EMULATOR_URL",
  "TWILIO_ACCOUNT_SID",
  "TWILIO_VERIFY_SERVICE_SID",
].map((name) => {
  if (process.env[name]) return process.env[name];
  throw new Error(`${name} is not set; put this before the command: verify-emulator exec --`);
});

export const READY_SERVICE_SID = SERVICE_SID;

/** The newest code sent to a recipient. Waits up to ten seconds, should the application be slow. */
export async function readCode(to) {
  const answer = await call("GET", "/code", { to, account_sid: ACCOUNT_SID, wait: 10 });
  return answer.text();
}

/** The newest message to a recipient: `channel`, `body` as it is read or heard, `code` and more. */
export async function readMessage(to) {
  const answer = await call("GET", "/messages/latest", { to, account_sid: ACCOUNT_SID, wait: 10 });
  return answer.json();
}

/** Put this account's clock forward: `10m1s` is ten minutes and a second. Nobody has to wait. */
export async function letPass(duration) {
  await call("POST", "/clock", { account_sid: ACCOUNT_SID }, { advance: duration });
}

/** From now on, messages to this recipient do not arrive on this channel. */
export async function loseMessages(to, channel) {
  await call("PATCH", `/accounts/${ACCOUNT_SID}/settings`, {}, { undeliverable: [{ to, channel }] });
}

/** Forget all of this account: services, verifications, messages, settings; its clock is right again. */
export async function reset() {
  await call("POST", "/reset", { account_sid: ACCOUNT_SID });
}

async function call(method, path, query, fields) {
  const body = fields && JSON.stringify(fields);
  const answer = await fetch(`${URL}/_emulator${path}?${new URLSearchParams(query)}`, { method, body });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}
