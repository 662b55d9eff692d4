// The tests' side, which only an emulator has: read the code, let time pass, begin anew.

import { randomBytes } from "node:crypto";

export const EMULATOR_URL = read("VERIFY_EMULATOR_URL");
export const SERVICE_SID = read("TWILIO_VERIFY_SERVICE_SID");

/** An account of one's own: any will do, and those who use different ones do not see each other. */
export class Account {
  readonly sid = `AC${randomBytes(16).toString("hex")}`;
  readonly token = randomBytes(16).toString("hex");

  /** The newest code sent to a recipient. Waits up to ten seconds, should the application be slow. */
  async readCode(to: string): Promise<string> {
    const answer = await this.#call("GET", "/code", { to, wait: "10" });
    return answer.text();
  }

  /** Put the clock forward: `10m1s` is ten minutes and a second. Nobody has to wait. */
  async letPass(duration: string): Promise<void> {
    await this.#call("POST", "/clock", {}, { advance: duration });
  }

  /** Forget what was sent and checked; the clock is right again. */
  async reset(): Promise<void> {
    await this.#call("POST", "/reset");
  }

  async #call(method: string, path: string, query = {}, fields?: object): Promise<Response> {
    const where = new URLSearchParams({ account_sid: this.sid, ...query });
    const answer = await fetch(`${EMULATOR_URL}/_emulator${path}?${where}`, {
      method,
      ...(fields && { body: JSON.stringify(fields) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}

// A safeguard, too: with nothing but an account in the environment the application would talk to Twilio.
function read(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; put this before the command: verify-emulator exec --`);
  return value;
}
