// The section State: save points, and a file to load.

import { tell } from "./announce.js";
import { address, send } from "./fragments.js";

/** @param {HTMLElement} element @param {() => Promise<unknown>} work @param {string} done */
async function attempt(element, work, done) {
  const error = element.closest("[data-actions]").querySelector("[data-error]");
  try {
    await work();
    error.hidden = true;
    tell(done);
  } catch (fault) {
    error.textContent = fault.message;
    error.hidden = false;
  }
}

/** @param {() => void} changed */
export function startState(changed) {
  const form = document.querySelector("[data-save-point]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { value: name } = form.elements.name;
    const place = address(`/_emulator/state/points/${encodeURIComponent(name)}`);
    attempt(form, () => send("POST", place), `Saved ${name}.`).then(changed);
  });
  const file = document.querySelector("[data-load]");
  file.addEventListener("change", () => {
    const [chosen] = file.files;
    if (!chosen) return;
    attempt(file, () => send("PUT", file.dataset.load, chosen), "Loaded.").then(changed);
    file.value = "";
  });
}
