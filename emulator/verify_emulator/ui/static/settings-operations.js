// The section Operations: a search among what stands there already.

import { onKey } from "./keys.js";

export function startOperations() {
  const search = document.querySelector("[data-find]");
  const found = document.querySelector("[data-found]");
  const items = [...document.querySelectorAll("[data-operations] > li")];
  search.addEventListener("input", () => {
    const needle = search.value.trim().toLowerCase();
    for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(needle);
    const { length } = items.filter(({ hidden }) => !hidden);
    found.textContent = `${length} ${length === 1 ? "operation" : "operations"}`;
  });
  onKey("/", "Find", () => search.focus());
}
