// A worker thread that takes one of the ways, and says where it came out.

import { parentPort, workerData } from "node:worker_threads";

import { WAYS } from "./ways.js";

parentPort?.postMessage(await WAYS[workerData as string]?.());
