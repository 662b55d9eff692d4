// The section Clock: its face, and setting a time.

import { tell } from "./announce.js";
import { now, onTick } from "./clock.js";
import { post } from "./fragments.js";

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** @param {string} place @param {string} text */
function write(place, text) {
  const element = document.querySelector(`[data-face${place}]`);
  if (element && element.textContent !== text) element.textContent = text;
}

function show() {
  const moment = new Date(now());
  write("", time.format(moment));
  write("-day", day.format(moment));
  write("-utc", moment.toISOString().slice(0, 19).replace("T", " "));
}

/** A clock that runs goes on from there; one that stands still stands there. */
async function set(event) {
  event.preventDefault();
  const { target: form } = event;
  const { setClock: place } = form.dataset;
  const error = form.querySelector("[data-error]");
  error.hidden = true;
  try {
    const frozen = (await (await fetch(place)).json()).frozen;
    await post(place, { freeze: new Date(form.elements.moment.value).toISOString() });
    if (!frozen) await post(place, { resume: "true" });
    tell("The clock is set.");
  } catch (fault) {
    error.textContent = fault.message;
    error.hidden = false;
  }
}

/** @param {() => void} changed */
export function startClockFace(changed) {
  onTick(show);
  document.querySelector("[data-set-clock]").addEventListener("submit", (event) => set(event).then(changed));
}
