// The emulator at a host and port, wherever it runs: Twilio's client that talks to it, and its control plane.

import { randomBytes } from "node:crypto";
import twilio from "twilio";

const SERVICE_SID = `VA${"0".repeat(32)}`; // the service that every account has

/** An account of its own, so that tests which share an emulator do not see each other. */
export function connect(host: string, port: number) {
  const url = `http://${host}:${port}`;
  const accountSid = `AC${randomBytes(16).toString("hex")}`;
  const client = twilio(accountSid, randomBytes(16).toString("hex"));
  client.verify.baseUrl = url;

  /** The newest code sent to a recipient. Waits up to ten seconds, should the application be slow. */
  async function readCode(to: string): Promise<string> {
    const query = new URLSearchParams({ to, account_sid: accountSid, wait: "10" });
    const answer = await fetch(`${url}/_emulator/code?${query}`);
    if (!answer.ok) throw new Error(`no code for ${to}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  }

  return { verify: client.verify.v2.services(SERVICE_SID), readCode };
}
