// The tour: users sign in by SMS, phone call, WhatsApp and email; then one mistypes the code and comes too late.

import * as emulator from "./emulator.mjs";
import * as passcodes from "./passcodes.mjs";

async function main() {
  await emulator.reset();
  const client = passcodes.connect();
  const service = await passcodes.createService(client, "Quickstart");

  // Use any number or address you like: no message ever leaves the emulator.
  await signIn(service, "+15017122661", "sms");
  await signIn(service, "+61491570156", "call");
  await signIn(service, "+551155256325", "whatsapp");

  await emulator.loseMessages("+4915123456789", "whatsapp");
  await signIn(service, "+4915123456789", "whatsapp");

  // Email needs a Service with an email integration. That is made in Twilio's Console, the SDK has no parameter
  // for it, so the emulator has one ready in every account.
  await signIn(client.verify.v2.services(emulator.READY_SERVICE_SID), "emma@example.com", "email");

  await signInLate(service, "+33612345678");
}

async function signIn(service, to, channel) {
  const sentBy = await passcodes.send(service, to, channel);
  const code = await emulator.readCode(to);
  const how = sentBy === channel ? channel : `${channel}, then ${sentBy}`;
  report(how, to, await passcodes.check(service, to, code));
  console.log("   ", (await emulator.readMessage(to)).body);
}

async function signInLate(service, to) {
  await passcodes.send(service, to);
  const code = await emulator.readCode(to);
  report("mistyped", to, await passcodes.check(service, to, otherThan(code)));
  await emulator.letPass("10m1s");
  report("ten minutes later", to, await passcodes.check(service, to, code));
}

/** A code that is certainly wrong. */
function otherThan(code) {
  return code === "000000" ? "111111" : "000000";
}

function report(what, to, outcome) {
  console.log(what.padEnd(20) + to.padEnd(18) + outcome);
}

await main();
