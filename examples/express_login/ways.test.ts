// Under `verify-emulator exec` the other ways to Twilio Verify lead to the emulator, too, and so do worker threads.

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

import { SERVICE_SID } from "./emulator.js";
import { WAYS } from "./ways.js";

for (const [name, take] of Object.entries(WAYS)) {
  test(`${name} reaches the emulator`, async () => {
    assert.equal(await take(), SERVICE_SID);
  });

  test(`${name} reaches the emulator from a worker thread`, async () => {
    const worker = new Worker(new URL("worker.js", import.meta.url), { workerData: name });
    assert.deepEqual(await once(worker, "message"), [SERVICE_SID]);
  });
}
