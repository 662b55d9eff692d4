// The screen Settings: one of its sections, and what each of them does.

import { startActions } from "./actions.js";
import { inBatches } from "./batch.js";
import { localize } from "./clock.js";
import { fetchFragment } from "./fragments.js";
import { startFrame } from "./frame.js";
import { on } from "./live.js";
import { startReset } from "./reset.js";
import { startAccount } from "./settings-account.js";
import { startClockFace } from "./settings-clock.js";
import { startFailures } from "./settings-failures.js";
import { startOperations } from "./settings-operations.js";
import { startState } from "./settings-state.js";

const pane = document.querySelector("[data-section]");
const section = pane.dataset.section;
/** What changes a section. */
const CHANGES = { clock: ["clock"], account: ["settings"], failures: ["faults", "request"], state: [] };
/** @type {Map<string, string>} */
const written = new Map();

/** @param {ParentNode} root @returns {HTMLElement[]} */
const partsOf = (root) => [...root.querySelectorAll("[data-part]")];

/** Puts in what is new, part by part, but leaves alone what somebody is just filling in. */
async function refresh() {
  const news = await fetchFragment(`settings/${section}`);
  for (const part of partsOf(news)) {
    const { part: name } = part.dataset;
    const old = pane.querySelector(`[data-part="${name}"]`);
    const text = part.outerHTML;
    const isBusy = old?.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
    if (!old || isBusy || written.get(name) === text) continue;
    written.set(name, text);
    const { id } = document.activeElement ?? {};
    localize(part);
    old.replaceWith(part);
    if (id && document.activeElement?.id !== id) document.getElementById(id)?.focus({ preventScroll: true });
  }
}

const sections = { clock: startClockFace, account: startAccount, failures: startFailures, operations: startOperations };

for (const part of partsOf(pane)) written.set(part.dataset.part, part.outerHTML);
startFrame();
const news = inBatches(refresh);
for (const kind of ["stale", ...(CHANGES[section] ?? [])]) on(kind, () => news(kind));
startActions(() => news("done"));
sections[section]?.(() => news("done"));
if (section === "state") {
  startState(() => news("done"));
  startReset();
}
