// Choices that grow while somebody looks: accounts, services, events of webhooks. They are fetched anew after a gap, and
// when something happens to one that is not among them.

import { inBatches } from "./batch.js";
import { fetchFragment } from "./fragments.js";
import { on } from "./live.js";

const KINDS = ["message", "request", "verification", "delivery", "clock", "settings"];
const ON_SERVICES = /^(Create|Update|Delete)Service$/;
const IN_PATH = /\bVA[0-9a-f]{32}\b/;

/** What an event names, by the names of the selects. @type {Record<string, (data: any) => string | undefined>} */
const NAMED = {
  account_sid: (data) => data.account_sid,
  service: (data) => data.service_sid ?? (data.status < 400 ? data.path?.match(IN_PATH)?.[0] : undefined),
  event: (data) => data.event,
};

const board = document.querySelector("[data-board]")?.dataset.board;
/** @param {ParentNode} root @returns {HTMLSelectElement[]} */
const selectsIn = (root) => [...root.querySelectorAll("select")].filter((select) => select.name in NAMED);
const selects = selectsIn(document).filter((select) => select.matches("[data-account-filter], [data-filter]"));
const isFiltered = selects.some((select) => select.matches("[data-filter]"));
/** What was asked for already: lists are cut off, so it may be missing still. @type {Set<string>} */
const asked = new Set();
/** Choices that wait until nobody looks at the old ones. @type {Map<HTMLSelectElement, HTMLSelectElement>} */
const waiting = new Map();

/** @param {HTMLSelectElement} select @param {string} value */
const has = (select, value) => [...select.options].some((option) => option.value === value);

/** @param {any} data of an event */
function namesAnother(data) {
  for (const select of selects) {
    const value = NAMED[select.name](data ?? {});
    if (!value || asked.has(value) || has(select, value)) continue;
    asked.add(value);
    return true;
  }
  return isFiltered && data?.status < 400 && data.method !== "GET" && ON_SERVICES.test(data.operation);
}

async function refresh() {
  const query = Object.fromEntries(new URLSearchParams(location.search));
  const news = [await fetchFragment("accounts")];
  if (isFiltered) news.push(await fetchFragment(`${board}/filters`, query));
  for (const fresh of news.flatMap(selectsIn)) {
    const select = selects.find(({ name }) => name === fresh.name);
    if (!select) continue;
    waiting.set(select, fresh);
    if (!isOpen(select)) put(select);
  }
}

/** Other choices would close it. Browsers that do not tell say at least where the focus is. */
function isOpen(select) {
  return select.matches(CSS.supports("selector(:open)") ? ":open" : ":focus");
}

/** @param {HTMLSelectElement} select */
function put(select) {
  const fresh = waiting.get(select);
  if (!fresh) return;
  waiting.delete(select);
  const { value, selectedOptions } = select;
  if (!has(fresh, value)) fresh.append(selectedOptions[0].cloneNode(true)); // it is gone, but still what is shown
  const written = ({ options }) => [...options].map((option) => `${option.value} ${option.text}`).join("\n");
  if (written(select) === written(fresh)) return;
  select.replaceChildren(...fresh.options);
  select.value = value;
}

export function startChoices() {
  const news = inBatches(refresh);
  for (const kind of KINDS) on(kind, (data) => namesAnother(data) && news(kind));
  on("stale", () => {
    asked.clear();
    news("stale");
  });
  for (const select of selects) for (const kind of ["blur", "change"]) select.addEventListener(kind, () => put(select));
}
