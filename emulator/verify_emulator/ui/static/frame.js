// What every screen has. A screen's module imports this and says what it does when something happens.

import { startChoices } from "./choices.js";
import { startClock } from "./clock.js";
import { startCopying } from "./copy.js";
import { startCountdowns } from "./countdown.js";
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startNotifying } from "./notify.js";
import { startToggles } from "./toggles.js";

export function startFrame() {
  startToggles();
  startKeys();
  startCopying();
  startNotifying();
  startClock();
  startCountdowns();
  startChoices();
  startLive();
}
