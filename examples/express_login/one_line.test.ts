// One line: the client that the tests give to the site has the emulator's address.

import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import twilio from "twilio";

import { createApp } from "./app.js";
import { Account, EMULATOR_URL, SERVICE_SID } from "./emulator.js";
import { testLogin } from "./scenarios.js";
import { Passcodes } from "./passcodes.js";

const account = new Account();
const client = twilio(account.sid, account.token);
client.verify.baseUrl = EMULATOR_URL; // the one line

testLogin(account, async () => {
  const server = createApp(new Passcodes(client, SERVICE_SID)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
});

test("the client talks to the emulator's own address", async () => {
  const { url } = await client.verify.v2.services(SERVICE_SID).fetch();
  assert.equal(url, `${EMULATOR_URL}/v2/Services/${SERVICE_SID}`);
});
