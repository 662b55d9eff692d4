// No line: the site runs as it does in production, and `verify-emulator exec` sees to it that Twilio is the emulator.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { test } from "node:test";

import { Account } from "./emulator.js";
import { testLogin } from "./scenarios.js";

const account = new Account();

testLogin(account, async () => {
  const server = spawn(process.execPath, [`${import.meta.dirname}/server.js`], {
    env: { ...process.env, PORT: "0", TWILIO_ACCOUNT_SID: account.sid, TWILIO_AUTH_TOKEN: account.token },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /^Express login ready on (.*)$/.exec(line)?.[1];
    if (url) return { url, stop: () => server.kill() };
  }
  throw new Error("the site ended before it was ready");
});

for (const file of ["server", "app", "sessions", "passcodes"]) {
  test(`${file}.ts has no word of the emulator`, async () => {
    assert.doesNotMatch(await readFile(`${import.meta.dirname}/../${file}.ts`, "utf8"), /emulator/i);
  });
}
