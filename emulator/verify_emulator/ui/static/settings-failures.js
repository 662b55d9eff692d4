// The section Failures: a form that asks only for what the chosen outcome needs.

import { tell } from "./announce.js";
import { send } from "./fragments.js";

/** @param {HTMLFormElement} form */
function showWhatIsNeeded(form) {
  const { value } = form.elements.outcome;
  for (const label of form.querySelectorAll("[data-for]")) label.hidden = !label.dataset.for.split(" ").includes(value);
}

/** What is not sent as it stands. */
const ELSEWHERE = new Set(["outcome", "count_retries"]);

/** @param {HTMLFormElement} form */
function written(form) {
  const fault = {};
  for (const input of form.elements) {
    const label = input.closest("label");
    if (!input.name || ELSEWHERE.has(input.name) || label?.hidden || !input.value.trim()) continue;
    const text = input.value.trim();
    const value = input.inputMode && /^\d+(\.\d+)?$/.test(text) && input.name !== "delivery.error_code" ? Number(text) : text;
    const [outer, inner] = input.name.split(".");
    if (inner) (fault[outer] ??= {})[inner] = value;
    else fault[outer] = value;
  }
  if (form.elements.outcome.value === "approves") fault.approves = true;
  if (!form.elements.count_retries.checked) fault.count_retries = false;
  if (document.body.dataset.account) fault.account_sid = document.body.dataset.account;
  return fault;
}

/** @param {HTMLFormElement} form */
async function add(form) {
  const error = form.querySelector("[data-error]");
  try {
    await send("POST", "/_emulator/faults", JSON.stringify(written(form)));
    error.hidden = true;
    tell("Added.");
  } catch (fault) {
    error.textContent = fault.message;
    error.hidden = false;
  }
}

/** Where a message or a check is meant, its operation goes without saying. */
const OPERATIONS = { delivery: "CreateVerification", approves: "CreateVerificationCheck" };

/** @param {() => void} changed */
export function startFailures(changed) {
  const form = document.querySelector("[data-add-fault]");
  form.addEventListener("change", ({ target }) => {
    if (!("outcome" in target.dataset)) return;
    if (OPERATIONS[target.value]) form.elements.operation.value = OPERATIONS[target.value];
    showWhatIsNeeded(form);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(form).then(changed);
  });
  showWhatIsNeeded(form);
}
