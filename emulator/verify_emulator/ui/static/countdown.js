// What ends at a time of the emulator's clock: seconds left, and a ring that closes.

import { onTick, now } from "./clock.js";

/** @param {number} seconds */
function words(seconds) {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}

/** @param {HTMLElement} element */
function show(element) {
  const left = (Date.parse(element.dataset.expires) - now()) / 1000;
  const share = Math.min(1, Math.max(0, left / Number(element.dataset.lifetime)));
  const text = element.querySelector("[data-left]");
  const rest = words(Math.max(0, Math.ceil(left)));
  if (text && text.textContent !== rest) text.textContent = rest;
  const ring = element.querySelector("[data-ring]");
  if (ring) ring.style.strokeDashoffset = String(100 - 100 * share);
  element.classList.toggle("soon", left < 10);
  if (left > 0) element.dataset.runs = "true";
  if (left > 0 || !element.dataset.runs) return;
  delete element.dataset.runs;
  element.dispatchEvent(new CustomEvent("over", { bubbles: true }));
}

export function showCountdowns(root = document) {
  for (const element of root.querySelectorAll("[data-expires]")) show(element);
}

/** What comes to its end says so once, with an event `over`; not what had ended before it was shown. */
export function startCountdowns() {
  onTick(() => showCountdowns());
}
