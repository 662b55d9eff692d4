// The same as tests, one for each thing that can happen to a passcode.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { beforeEach, test } from "node:test";

import * as emulator from "./emulator.mjs";
import * as passcodes from "./passcodes.mjs";

const PHONE = "+15017122661";
const EMAIL = "emma@example.com";
let client, service;

beforeEach(async () => {
  await emulator.reset();
  client = passcodes.connect();
  service = await passcodes.createService(client, "Quickstart");
});

for (const channel of ["sms", "call", "whatsapp"]) {
  test(`the code that was sent by ${channel} is approved`, async () => {
    assert.equal(await passcodes.send(service, PHONE, channel), channel);
    assert.equal(await passcodes.check(service, PHONE, await emulator.readCode(PHONE)), "approved");
  });
}

test("a code reaches an email address", async () => {
  const service = client.verify.v2.services(emulator.READY_SERVICE_SID);
  await passcodes.send(service, EMAIL, "email");
  assert.equal(await passcodes.check(service, EMAIL, await emulator.readCode(EMAIL)), "approved");
});

test("where WhatsApp fails an SMS brings the code", async () => {
  await emulator.loseMessages(PHONE, "whatsapp");
  assert.equal(await passcodes.send(service, PHONE, "whatsapp"), "sms");
  const message = await emulator.readMessage(PHONE);
  assert.equal(message.channel, "sms");
  assert.equal(await passcodes.check(service, PHONE, message.code), "approved");
});

test("a wrong code may be corrected", async () => {
  await passcodes.send(service, PHONE);
  const code = await emulator.readCode(PHONE);
  assert.equal(await passcodes.check(service, PHONE, otherThan(code)), "wrong");
  assert.equal(await passcodes.check(service, PHONE, code), "approved");
});

test("after five wrong codes even the right one is refused", async () => {
  await passcodes.send(service, PHONE);
  const code = await emulator.readCode(PHONE);
  for (let attempt = 1; attempt <= 5; attempt++) {
    assert.equal(await passcodes.check(service, PHONE, otherThan(code)), "wrong");
  }
  assert.equal(await passcodes.check(service, PHONE, code), "too many attempts");
});

for (const [duration, outcome] of [["9m50s", "approved"], ["10m1s", "expired"]]) {
  test(`after ${duration} a code is ${outcome}`, async () => {
    await passcodes.send(service, PHONE);
    await emulator.letPass(duration);
    assert.equal(await passcodes.check(service, PHONE, await emulator.readCode(PHONE)), outcome);
  });
}

test("a code works once", async () => {
  await passcodes.send(service, PHONE);
  const code = await emulator.readCode(PHONE);
  assert.equal(await passcodes.check(service, PHONE, code), "approved");
  assert.equal(await passcodes.check(service, PHONE, code), "expired");
});

test("the tour prints what the readme shows", () => {
  const here = import.meta.dirname;
  const printed = execFileSync(process.execPath, [`${here}/quickstart.mjs`], { encoding: "utf8" });
  const shown = readFileSync(`${here}/README.md`, "utf8");
  assert.ok(withoutDigits(shown).includes(withoutDigits(printed)), printed);
});

/** A code that is certainly wrong. */
function otherThan(code) {
  return code === "000000" ? "111111" : "000000";
}

/** Codes differ from run to run. */
function withoutDigits(text) {
  return text.replaceAll(/\d/g, "#");
}
