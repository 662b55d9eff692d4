// A login with the code that was sent, against an emulator in a container, and against one that runs already.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { StartedTestContainer } from "testcontainers";

import { addressOf, hasEngine, startEmulator } from "./container.js";
import { connect } from "./emulator.js";

const PHONE = "+15017122661";
const RUNNING = process.env.VERIFY_EMULATOR_URL;

// Without an engine this fails, unless there is an emulator to test with instead.
const engineIsMissing = RUNNING !== undefined && !(await hasEngine());

describe("in a container", { skip: engineIsMissing && "no container engine runs here" }, () => {
  let container: StartedTestContainer;

  before(async () => {
    container = await startEmulator();
  });

  after(() => container.stop());

  testLogin(() => connect(...addressOf(container)));
});

describe("that runs already", { skip: !RUNNING && "VERIFY_EMULATOR_URL is not set" }, () => {
  testLogin(() => {
    const { hostname, port } = new URL(RUNNING!);
    return connect(hostname, Number(port));
  });
});

function testLogin(reach: () => ReturnType<typeof connect>): void {
  test("the code that was sent is approved", async () => {
    const { verify, readCode } = reach();
    await verify.verifications.create({ to: PHONE, channel: "sms" });
    const { status } = await verify.verificationChecks.create({ to: PHONE, code: await readCode(PHONE) });
    assert.equal(status, "approved");
  });

  test("another code is not", async () => {
    const { verify, readCode } = reach();
    await verify.verifications.create({ to: PHONE, channel: "sms" });
    const wrong = (await readCode(PHONE)) === "000000" ? "111111" : "000000";
    const { status } = await verify.verificationChecks.create({ to: PHONE, code: wrong });
    assert.equal(status, "pending");
  });
}
