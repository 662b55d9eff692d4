// The emulator's clock: told by the server, then kept here, so that countdowns follow when it is moved.

import { address } from "./fragments.js";
import { on } from "./live.js";

const mark = document.querySelector("[data-clock]");
const face = mark.querySelector("[data-clock-time]");
const note = mark.querySelector("[data-clock-note]");
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const UNITS = [["d", 86_400], ["h", 3600], ["min", 60], ["s", 1]];

let told = Date.parse(mark.dataset.now);
let since = performance.now();
let offset = Number(mark.dataset.offset);
let frozen = mark.dataset.frozen === "true";
/** @type {Set<() => void>} */
const watchers = new Set();

/** @returns {number} the emulator's time in milliseconds */
export function now() {
  return frozen ? told : told + performance.now() - since;
}

/**
 * Calls at once, four times a second, and when the clock is moved.
 * @param {() => void} watcher
 */
export function onTick(watcher) {
  watchers.add(watcher);
  watcher();
}

async function ask() {
  const answer = await fetch(address("/_emulator/clock"));
  if (!answer.ok) return;
  const clock = await answer.json();
  told = Date.parse(clock.now);
  since = performance.now();
  offset = clock.offset_seconds;
  frozen = clock.frozen;
  tick();
}

/** @param {number} seconds */
function span(seconds) {
  const rest = Math.round(Math.abs(seconds));
  const at = UNITS.findIndex(([, size]) => rest >= size);
  if (at < 0) return "";
  const [unit, size] = UNITS[at];
  const [below, small] = UNITS[at + 1] ?? ["", 1];
  const more = below ? Math.floor((rest % size) / small) : 0;
  return `${seconds < 0 ? "−" : "+"}${Math.floor(rest / size)} ${unit}${more ? ` ${more} ${below}` : ""}`;
}

function tick() {
  const moment = new Date(now());
  const shown = time.format(moment);
  if (face.textContent !== shown) face.textContent = shown;
  face.dateTime = moment.toISOString();
  const moved = Math.abs(offset) >= 1.5 ? span(offset) : "";
  const words = [moved, frozen ? "frozen" : ""].filter(Boolean).join(" · ");
  if (note.textContent !== words) note.textContent = words;
  mark.classList.toggle("moved", words !== "");
  for (const watcher of watchers) watcher();
}

/**
 * Times stand in the page in UTC; here they become those of whoever looks. A list has room for one of day and time.
 * @param {ParentNode} root
 */
export function localize(root) {
  for (const element of root.querySelectorAll("time[data-moment]")) {
    const moment = new Date(element.dateTime);
    const isToday = day.format(moment) === day.format(now());
    const isInList = element.closest("[data-key], .recipient");
    const shown = [isToday ? "" : day.format(moment), isToday || !isInList ? time.format(moment) : ""];
    element.textContent = shown.filter(Boolean).join(", ");
    element.title = element.dateTime;
    element.removeAttribute("data-moment");
  }
}

export function startClock() {
  for (const kind of ["clock", "stale", "settings"]) on(kind, () => ask().catch(() => {}));
  setInterval(tick, 250);
  tick();
  localize(document);
}
