// The section Account: a change of a field is sent as it is made; what is wrong with it stands beside it.

import { tell } from "./announce.js";
import { send } from "./fragments.js";

/** @param {string} text */
const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** @param {string} line @param {DOMStringMap} declared */
function record(line, { members, numbers }) {
  const words = line.split(/\s+/);
  const names = members.split(" ");
  const pairs = words.map((word, at) => [names[at] ?? `word ${at + 1}`, word]);
  return Object.fromEntries(pairs.map(([name, word]) => [name, numbers.split(" ").includes(name) && /^\d+$/.test(word) ? Number(word) : word]));
}

/** @param {HTMLElement} field */
function valueOf(field) {
  const input = field.querySelector("input, select, textarea");
  const text = input.value.trim();
  switch (field.dataset.kind) {
    case "flag":
      return input.checked;
    case "several":
      return [...field.querySelectorAll("input:checked")].map(({ value }) => value);
    case "lines":
      return lines(text);
    case "records":
      return lines(text).map((line) => record(line, field.dataset));
    case "record":
      return text ? record(text, field.dataset) : null;
    case "number":
      return text === "" ? null : /^-?\d+$/.test(text) ? Number(text) : text;
    default:
      return text === "" ? null : text;
  }
}

/** @param {HTMLElement} field @param {string} place */
async function save(field, place) {
  const error = field.querySelector("[data-error]");
  const inputs = field.querySelectorAll("input, select, textarea");
  const { field: name } = field.dataset;
  try {
    await send("PATCH", place, JSON.stringify({ [name]: valueOf(field) }));
    error.hidden = true;
    for (const input of inputs) input.removeAttribute("aria-invalid");
    tell(`Saved ${name}.`);
  } catch (fault) {
    error.textContent = fault.message.replace(/^[^:]*: /, "");
    error.hidden = false;
    for (const input of inputs) input.setAttribute("aria-invalid", "true");
  }
}

/** @param {() => void} changed */
export function startAccount(changed) {
  const form = document.querySelector("[data-settings]");
  form.addEventListener("change", ({ target }) => {
    save(target.closest("[data-field]"), form.dataset.settings).then(changed);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("focusout", changed);
}
