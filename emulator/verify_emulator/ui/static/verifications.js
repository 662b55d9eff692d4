// The screen Verifications.

import { startBoard } from "./board.js";
import { startFrame } from "./frame.js";

/** Operations of Twilio that change a verification. */
const OF_VERIFICATIONS = /Verification/;

startFrame();
startBoard({
  request: ({ operation, method }) => (method === "POST" && OF_VERIFICATIONS.test(operation ?? "") ? "all" : undefined),
  verification: () => "all",
  message: () => "all",
});
