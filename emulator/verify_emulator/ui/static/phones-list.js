// The list of recipients: whoever was written to last is on top; one is chosen, or the newest is followed.

import { localize } from "./clock.js";
import { address, fetchFragment } from "./fragments.js";
import { onKey } from "./keys.js";
import { showUnread } from "./phones-unread.js";
import { keepPlace, scrollerOf } from "./place.js";

const MOST = 400;
const list = document.querySelector("[data-recipients]");
const follow = document.querySelector("[data-follow]");
const search = document.querySelector("[data-search]");
const section = document.querySelector("[data-list]");
let last = Number(section.dataset.last);
/** @type {(to: string | undefined) => Promise<void>} */
let opened = async () => {};

/** @returns {HTMLElement[]} */
const items = () => [...list.querySelectorAll("[data-to]")];
const itemOf = (to) => list.querySelector(`[data-to="${CSS.escape(to ?? "")}"]`);
const query = () => search.value.trim();

/** @returns {string | undefined} */
export function newest() {
  return list.querySelector("[data-to]")?.dataset.to;
}

export function isFollowing() {
  return follow.getAttribute("aria-current") === "true";
}

/** @param {(to: string | undefined) => Promise<void>} listener */
export function onOpen(listener) {
  opened = listener;
}

/** @param {boolean} whole whether what is there may be wrong, and not just incomplete */
export async function refreshList(whole) {
  const news = await fetchNews(whole ? 0 : last, whole ? shownToReader() : MOST);
  const came = [...news.querySelectorAll("[data-to]")];
  for (const { dataset } of came) last = Math.max(last, Number(dataset.cursor));
  if (whole && !came.length) last = 0;
  localize(news);
  keepPlace(list, "data-cursor", () => {
    if (whole || news.querySelector("[data-older]")) return list.replaceChildren(news);
    for (const item of came) itemOf(item.dataset.to)?.remove();
    return list.prepend(news);
  });
  trim();
  mark();
}

/**
 * One page, and further ones until nothing is missing between them and what is shown, or until there are enough.
 * @param {number} after @param {number} enough
 */
async function fetchNews(after, enough) {
  const asked = { q: query(), after };
  const news = await fetchFragment("recipients", asked);
  let older = news.querySelector("[data-older]");
  while (older && (news.querySelectorAll("[data-to]").length < enough || (after && isScrolled()))) {
    const { before } = older.firstElementChild.dataset;
    older.replaceWith(await fetchFragment("recipients", { ...asked, before }));
    older = news.querySelector("[data-older]");
  }
  return news;
}

/** Whether somebody reads further down; what they see must not be cut off. */
const isScrolled = () => scrollerOf(list).scrollTop > 200;
const shownToReader = () => (isScrolled() ? items().length : 0);

/** The list stays short, unless somebody has scrolled down; what is cut off is found again below its end. */
function trim() {
  const all = items();
  if (all.length <= MOST || isScrolled()) return;
  for (const item of all.slice(MOST)) item.remove();
  const kept = all[MOST - 1].dataset.cursor;
  let older = list.querySelector("[data-older]");
  if (!older) {
    older = document.createElement("li");
    older.className = "older";
    older.dataset.older = "";
    older.append(document.createElement("a"));
    older.firstChild.textContent = "Older recipients";
  }
  const link = older.querySelector("a");
  link.dataset.before = kept;
  link.href = address("/", { q: query(), before: kept });
  list.append(older);
}

/** @param {string} to whose newest message has changed */
export async function refreshOne(to) {
  const news = await fetchFragment("recipients", { to });
  const item = news.querySelector("[data-to]");
  localize(news);
  if (item) itemOf(to)?.replaceWith(item);
  mark();
}

/** @param {HTMLElement} link */
async function showOlder(link) {
  if (link.dataset.loading) return;
  link.dataset.loading = "true";
  const older = await fetchFragment("recipients", { q: query(), before: link.dataset.before });
  link.closest("[data-older]").remove();
  for (const item of older.querySelectorAll("[data-to]")) if (itemOf(item.dataset.to)) item.remove();
  localize(older);
  list.append(older);
  showUnread();
}

/** Show which one is chosen. */
function mark() {
  const to = document.querySelector("[data-handset]")?.dataset.to;
  for (const link of list.querySelectorAll("a[aria-current]")) link.removeAttribute("aria-current");
  itemOf(to)?.querySelector("a").setAttribute("aria-current", "true");
}

/** @param {string} [to] none is whoever is written to next */
export async function open(to, { remember = true } = {}) {
  follow.setAttribute("aria-current", String(!to));
  document.body.classList.toggle("chosen", Boolean(to));
  const place = address(to ? "/phones" : "/", { to, q: query() });
  if (remember) history.pushState({ to }, "", place);
  await opened(to ?? newest());
  mark();
}

/** @param {1 | -1} step */
function move(step) {
  const all = items();
  const at = all.findIndex((item) => item.querySelector("a[aria-current]"));
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  if (!next) return;
  open(next.dataset.to);
  next.querySelector("a").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/** @param {MouseEvent} event */
function click(event) {
  const link = event.target.closest("a");
  const item = link?.closest("[data-to]");
  const isOurs = link && (link.dataset.before || link === follow || item); // the tabs lead to another page
  if (!isOurs || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (link.dataset.before) showOlder(link);
  else open(item?.dataset.to);
}

async function find() {
  history.replaceState(history.state, "", address(location.pathname, { to: isFollowing() ? "" : shown(), q: query() }));
  list.parentElement.scrollTop = 0;
  await refreshList(true);
  showUnread();
}

const shown = () => document.querySelector("[data-handset]")?.dataset.to;

export function startList() {
  section.addEventListener("click", click);
  let typing = 0;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(find, 120);
  });
  search.form.addEventListener("submit", (event) => (event.preventDefault(), find()));
  addEventListener("popstate", () => {
    open(new URLSearchParams(location.search).get("to") ?? undefined, { remember: false });
  });
  const nearEnd = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) showOlder(target);
  });
  new MutationObserver(() => watchEnd(nearEnd)).observe(list, { childList: true });
  watchEnd(nearEnd);
  document.body.classList.toggle("chosen", !isFollowing());
  onKey("j ArrowDown", "Next recipient", () => move(1));
  onKey("k ArrowUp", "Recipient before", () => move(-1));
  onKey("n", "Follow the newest", () => open());
  onKey("/", "Find", () => search.focus());
  mark();
}

/** @param {IntersectionObserver} observer */
function watchEnd(observer) {
  observer.disconnect();
  const link = list.querySelector("[data-older] a");
  if (link) observer.observe(link);
}
