// Passcodes by SMS: Twilio Verify makes them, sends them and checks them.

import twilio, { type Twilio } from "twilio";

const INVALID_PARAMETER = 60200;
const MAX_CHECK_ATTEMPTS = 60202;
const MAX_SEND_ATTEMPTS = 60203;
const NOT_FOUND = 20404;

export type Sent = "sent" | "not a phone number" | "too many messages";
export type Checked = "approved" | "wrong code" | "expired code" | "too many attempts";

export class Passcodes {
  constructor(
    private readonly client: Twilio,
    private readonly serviceSid: string,
  ) {}

  async send(to: string): Promise<Sent> {
    try {
      await this.service.verifications.create({ to, channel: "sms" });
      return "sent";
    } catch (error) {
      if (isRefusal(error, INVALID_PARAMETER)) return "not a phone number";
      if (isRefusal(error, MAX_SEND_ATTEMPTS)) return "too many messages";
      throw error;
    }
  }

  async check(to: string, code: string): Promise<Checked> {
    try {
      const { status } = await this.service.verificationChecks.create({ to, code });
      return status === "approved" ? "approved" : "wrong code";
    } catch (error) {
      if (isRefusal(error, INVALID_PARAMETER)) return "wrong code"; // no code looks like that
      if (isRefusal(error, NOT_FOUND)) return "expired code"; // ten minutes have passed, or it was used
      if (isRefusal(error, MAX_CHECK_ATTEMPTS)) return "too many attempts";
      throw error;
    }
  }

  private get service() {
    return this.client.verify.v2.services(this.serviceSid);
  }
}

function isRefusal(error: unknown, code: number): boolean {
  return error instanceof twilio.RestException && error.code === code;
}
