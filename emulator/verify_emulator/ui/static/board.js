// A list that is filtered and paged, and beside it what is known of the entry that is chosen. The address says which.

import { startActions } from "./actions.js";
import { announce } from "./announce.js";
import { inBatches } from "./batch.js";
import { localize } from "./clock.js";
import { showCountdowns } from "./countdown.js";
import { noteEntries, putEntries } from "./entries.js";
import { fetchFragment } from "./fragments.js";
import { onKey } from "./keys.js";
import { on } from "./live.js";
import { keepPlace } from "./place.js";

const name = document.querySelector("[data-board]").dataset.board;
const rows = document.querySelector("[data-rows]");
const detail = document.querySelector("[data-detail]");
const form = document.querySelector("[data-filters]");
const search = document.querySelector("[data-search]");
/** What stands there, as the server wrote it. @type {Map<Element, string>} */
const written = new Map([rows, detail].map((place) => [place, place.innerHTML.trim()]));
noteEntries(rows);

const query = () => Object.fromEntries(new URLSearchParams(location.search));
/** @returns {HTMLElement[]} */
const items = () => [...rows.querySelectorAll("[data-key]")];
const itemOf = (key) => rows.querySelector(`[data-key="${CSS.escape(key ?? "")}"]`);

/** @param {Element} place @param {DocumentFragment} news */
function put(place, news) {
  const box = document.createElement("div");
  box.append(news);
  const text = box.innerHTML.trim();
  if (written.get(place) === text) return;
  const known = new Set(items().map(({ dataset }) => dataset.key));
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const opened = [...place.querySelectorAll("details[open]")].map(({ id }) => id);
  written.set(place, text);
  noteEntries(box);
  localize(box);
  keepPlace(place, "data-key", () => {
    putEntries(place, box);
    showCountdowns(place);
  });
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (known.size) for (const item of items()) item.classList.toggle("new", !known.has(item.dataset.key));
  if (focused) twinOf(focused, place)?.focus({ preventScroll: true });
}

/** The element that has taken the place of one that had the focus. */
function twinOf(focused, place) {
  if (focused.id) return document.getElementById(focused.id);
  const key = focused.closest("[data-key]")?.dataset.key;
  if (key) return itemOf(key)?.querySelector("a");
  return place === detail ? detail : null;
}

async function refreshRows() {
  const asked = location.search;
  const news = await fetchFragment(`${name}/rows`, query());
  if (asked === location.search) put(rows, news);
  mark();
}

async function refreshDetail() {
  const { show } = query();
  const news = show ? await fetchFragment(`${name}/detail`, query()) : document.createDocumentFragment();
  if (show === query().show) put(detail, news);
  mark();
}

/** @param {"rows" | "detail" | undefined} [only] */
export async function refresh(only) {
  if (only !== "detail") await refreshRows();
  if (only !== "rows") await refreshDetail();
}

function mark() {
  const { show } = query();
  for (const link of rows.querySelectorAll("a[aria-current]")) link.removeAttribute("aria-current");
  itemOf(show)?.querySelector("a").setAttribute("aria-current", "true");
}

/** @param {string} place an address of this screen, with or without an entry */
export async function go(place) {
  history.pushState(null, "", place);
  await refreshDetail();
  const title = detail.querySelector("h2")?.textContent;
  if (title) announce(title.trim());
  if (rows.offsetParent) return;
  scrollTo(0, 0);
  detail.focus({ preventScroll: true });
}

function close() {
  const link = detail.querySelector("[data-close]");
  if (!link) return;
  const { show } = query();
  go(link.href).then(() => itemOf(show)?.querySelector("a").focus());
}

/** @param {1 | -1} step */
function move(step) {
  const all = items();
  const at = all.findIndex((item) => item.querySelector("a[aria-current]"));
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  if (!next) return;
  const link = next.querySelector("a");
  go(link.href);
  link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/** @param {MouseEvent} event */
function click(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest("[data-key] a, [data-close]");
  if (!link) return;
  event.preventDefault();
  if ("close" in link.dataset) close();
  else go(link.href);
}

async function filter() {
  const wanted = [...new FormData(form)].filter(([, value]) => value);
  const { show } = query();
  const text = new URLSearchParams(show ? [...wanted, ["show", show]] : wanted).toString();
  history.replaceState(history.state, "", text ? `${location.pathname}?${text}` : location.pathname);
  rows.scrollTop = 0;
  await refreshRows();
  if (show) await refreshDetail();
}

function startFilters() {
  let typing = 0;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(filter, 120);
  });
  form.addEventListener("change", (event) => event.target.matches("[data-filter]") && filter());
  form.addEventListener("submit", (event) => (event.preventDefault(), filter()));
}

/** @param {Record<string, (data: any) => "rows" | "detail" | "all" | undefined>} events what each of them changes */
export function startBoard(events) {
  const news = inBatches(async (batch) => {
    const kinds = new Set(batch);
    await refresh(kinds.size === 1 && !kinds.has("all") ? batch[0] : undefined);
  });
  for (const [kind, changes] of Object.entries(events)) {
    on(kind, (data) => {
      const what = changes(data);
      if (what) news(what);
    });
  }
  for (const kind of ["hello", "stale", "clock"]) on(kind, () => news("all"));
  document.addEventListener("over", () => news("all"));
  document.addEventListener("click", click);
  addEventListener("popstate", () => refresh());
  startFilters();
  startActions(() => news("all"));
  onKey("j ArrowDown", "Next", () => move(1));
  onKey("k ArrowUp", "The one before", () => move(-1));
  onKey("/", "Find", () => search.focus());
  onKey("Escape", "Close the details", close);
  mark();
}
