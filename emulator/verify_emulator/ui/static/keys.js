// Keys that do something, and the dialog that lists them.

/** @type {Map<string, {label: string, run: () => void}>} */
const keys = new Map();

/**
 * @param {string} key as KeyboardEvent has it; several with a space between them
 * @param {string} label what the dialog says
 * @param {() => void} run
 */
export function onKey(key, label, run) {
  for (const each of key.split(" ")) keys.set(each, { label, run });
}

/** @param {EventTarget | null} target */
function isForText(target) {
  return target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && isForText(event.target)) return escape(event);
  if (isForText(event.target)) return;
  const found = keys.get(event.key);
  if (!found) return;
  event.preventDefault();
  found.run();
}

/** Browsers differ in what Escape does to a search: here it is empty at first, and left at the second. */
function escape(event) {
  const field = event.target;
  if (field.type !== "search" || !field.value) return field.blur();
  event.preventDefault();
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return undefined;
}

function showKeys() {
  const list = document.querySelector("[data-keys-list]");
  const byLabel = group();
  list.replaceChildren(
    ...byLabel.map(([label, entries]) => {
      const row = document.createElement("div");
      const term = document.createElement("dt");
      for (const [key] of entries) {
        const cap = document.createElement("kbd");
        cap.textContent = { ArrowDown: "↓", ArrowUp: "↑" }[key] ?? key;
        term.append(cap, " ");
      }
      const what = document.createElement("dd");
      what.textContent = label;
      row.append(term, what);
      return row;
    }),
  );
  document.getElementById("keys").showModal();
}

function group() {
  const labels = new Set([...keys.values()].map(({ label }) => label));
  return [...labels].map((label) => [label, [...keys].filter(([, each]) => each.label === label)]);
}

export function startKeys() {
  document.addEventListener("keydown", press);
  document.querySelector("[data-keys-open]").addEventListener("click", showKeys);
  onKey("?", "Show the keys", showKeys);
  for (const link of document.querySelectorAll("[data-screen-key]")) {
    onKey(link.dataset.screenKey, link.textContent.trim(), () => link.click());
  }
}
