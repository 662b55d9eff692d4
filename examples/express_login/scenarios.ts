// What the tests expect of the login, however the site reaches the emulator.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import type { Account } from "./emulator.js";
import { Visitor } from "./visitor.js";

export interface Site {
  url: string;
  stop(): unknown;
}

const PHONE = "+15017122661";

export function testLogin(account: Account, start: () => Promise<Site>): void {
  let site: Site;
  let visitor: Visitor;

  before(async () => {
    site = await start();
  });

  after(() => site.stop());

  beforeEach(async () => {
    await account.reset();
    visitor = new Visitor(site.url);
  });

  async function receiveCode(): Promise<string> {
    assert.deepEqual(await visitor.askForCode(PHONE), { status: 202, phone: PHONE });
    return account.readCode(PHONE);
  }

  test("the code that was sent logs in", async () => {
    const code = await receiveCode();
    assert.deepEqual(await visitor.enterCode(PHONE, code), { status: 200, phone: PHONE });
    assert.deepEqual(await visitor.whoAmI(), { status: 200, phone: PHONE });
  });

  test("a wrong code does not log in, and may be corrected", async () => {
    const code = await receiveCode();
    assert.deepEqual(await visitor.enterCode(PHONE, otherThan(code)), { status: 401, error: "wrong code" });
    assert.equal((await visitor.whoAmI()).status, 401);
    assert.equal((await visitor.enterCode(PHONE, code)).status, 200);
    assert.equal((await visitor.whoAmI()).phone, PHONE);
  });

  test("what cannot be a code is a wrong one", async () => {
    await receiveCode();
    for (const code of ["", "open sesame"]) {
      assert.deepEqual(await visitor.enterCode(PHONE, code), { status: 401, error: "wrong code" });
    }
  });

  test("after nine minutes the code still logs in", async () => {
    const code = await receiveCode();
    await account.letPass("9m");
    assert.equal((await visitor.enterCode(PHONE, code)).status, 200);
  });

  test("after ten minutes it does not", async () => {
    const code = await receiveCode();
    await account.letPass("10m1s");
    assert.deepEqual(await visitor.enterCode(PHONE, code), { status: 401, error: "expired code" });
    assert.equal((await visitor.whoAmI()).status, 401);
  });

  test("after five wrong codes even the right one is refused", async () => {
    const code = await receiveCode();
    for (let attempt = 1; attempt <= 5; attempt++) {
      assert.equal((await visitor.enterCode(PHONE, otherThan(code))).error, "wrong code");
    }
    assert.deepEqual(await visitor.enterCode(PHONE, code), { status: 429, error: "too many attempts" });
    assert.equal((await visitor.whoAmI()).status, 401);
  });

  test("a code works once", async () => {
    const code = await receiveCode();
    assert.equal((await visitor.enterCode(PHONE, code)).status, 200);
    assert.deepEqual(await new Visitor(site.url).enterCode(PHONE, code), { status: 401, error: "expired code" });
  });

  test("a stranger is not logged in by somebody else's login", async () => {
    const stranger = new Visitor(site.url);
    const code = await receiveCode();
    await visitor.enterCode(PHONE, code);
    assert.deepEqual(await stranger.whoAmI(), { status: 401, error: "not logged in" });
  });

  test("a cookie that somebody else knows is worth nothing after the next login", async () => {
    await visitor.enterCode(PHONE, await receiveCode());
    const thief = visitor.copy();
    assert.equal((await thief.whoAmI()).phone, PHONE);
    await visitor.enterCode(PHONE, await receiveCode());
    assert.equal((await visitor.whoAmI()).phone, PHONE);
    assert.equal((await thief.whoAmI()).status, 401);
  });

  test("who logs out is not logged in any more", async () => {
    await visitor.enterCode(PHONE, await receiveCode());
    assert.equal((await visitor.logOut()).status, 204);
    assert.equal((await visitor.whoAmI()).status, 401);
  });

  test("what is not a phone number gets no code and does not log in", async () => {
    for (const phone of ["", "emma", "+1501", "emma@example.com", "+1 501 712 2661"]) {
      assert.deepEqual(await visitor.askForCode(phone), { status: 400, error: "not a phone number" });
      assert.deepEqual(await visitor.enterCode(phone, "424242"), { status: 400, error: "not a phone number" });
    }
  });

  test("after five codes the phone gets no more of them", async () => {
    for (let sent = 1; sent <= 5; sent++) await receiveCode();
    assert.deepEqual(await visitor.askForCode(PHONE), { status: 429, error: "too many messages" });
  });
}

/** A code that is certainly wrong. */
function otherThan(code: string): string {
  return code === "000000" ? "111111" : "000000";
}
