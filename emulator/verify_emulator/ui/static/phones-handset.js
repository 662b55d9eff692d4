// The phone of one recipient: bubbles as they come, and the newest code beside them.

import { localize } from "./clock.js";
import { showCountdowns } from "./countdown.js";
import { fetchFragment } from "./fragments.js";
import { onKey } from "./keys.js";
import { keepPlace, scrollerOf } from "./place.js";

const MOST = 200;
const stage = document.querySelector("[data-stage]");
let asked = 0;

const glass = () => stage.querySelector("[data-glass]");
const bubbles = () => stage.querySelector("[data-messages]");

/** @returns {string | undefined} whose phone is shown */
export function shownTo() {
  return stage.querySelector("[data-handset]")?.dataset.to;
}

/** @param {string | undefined} to */
export async function showPhone(to) {
  const mine = ++asked;
  const phone = await fetchFragment(to ? "handset" : "nobody", { to });
  if (mine !== asked) return; // somebody has chosen another one meanwhile
  const open = stage.querySelector(".facts")?.open;
  stage.replaceChildren(phone);
  if (open && stage.querySelector(".facts")) stage.querySelector(".facts").open = true;
  settle();
}

/** What has come in since, and what has become of the newest code. */
export async function addNews() {
  const to = shownTo();
  const after = bubbles().lastElementChild?.dataset.cursor ?? 0;
  const news = await fetchFragment("messages", { to, after });
  if (news.querySelector("[data-earlier]") && isAtEnd() && to === shownTo()) return showPhone(to); // nobody reads them
  await fillGap(news, to, after);
  if (to !== shownTo()) return;
  const wasAtEnd = isAtEnd();
  localize(news);
  if (wasAtEnd) putNews(news);
  else keepPlace(bubbles(), "id", () => putNews(news));
  trim();
  if (wasAtEnd) scrollToEnd();
}

/**
 * More than one page has come: fetch the others, until they join what is shown.
 * @param {DocumentFragment} news @param {string | undefined} to @param {string | number} after
 */
async function fillGap(news, to, after) {
  const list = news.querySelector("[data-messages]");
  for (let gap; (gap = list?.querySelector("[data-earlier]")) && to === shownTo(); ) {
    const more = await fetchFragment("messages", { to, after, before: gap.firstElementChild.dataset.before });
    gap.replaceWith(...more.querySelectorAll("[data-messages] > li"));
  }
}

/** @param {DocumentFragment} news */
function putNews(news) {
  replaceSpotlight(news);
  replaceLinks(news);
  const came = [...news.querySelectorAll("[data-messages] > li")];
  for (const bubble of came) {
    document.getElementById(bubble.id)?.remove(); // it was on its way, and has a new place now
    bubble.classList.add("new");
  }
  bubbles().append(...came);
}

/** @param {string} sid of a message that is shown and has changed */
export async function refreshMessage(sid) {
  const news = await fetchFragment("message", { to: shownTo(), sid });
  localize(news);
  if (news.firstElementChild) document.getElementById(sid)?.replaceWith(news);
}

/** @param {DocumentFragment} news */
function replaceSpotlight(news) {
  const fresh = news.querySelector("[data-spotlight]");
  const old = stage.querySelector("[data-spotlight]");
  if (!fresh || !old) return;
  const details = fresh.querySelector(".facts");
  if (details) details.open = old.querySelector(".facts")?.open ?? false;
  const isNew = codeIn(fresh) !== codeIn(old);
  fresh.classList.toggle("new", isNew);
  const focused = old.contains(document.activeElement);
  old.replaceWith(fresh);
  showCountdowns(fresh);
  if (focused) fresh.querySelector("[data-copy-newest]")?.focus();
}

/** @param {DocumentFragment} news */
function replaceLinks(news) {
  const old = stage.querySelector("[data-links]");
  const fresh = news.querySelector("[data-links]");
  if (old.textContent === fresh.textContent) return; // what a link has answered stays
  old.replaceChildren(...fresh.children);
}

const codeIn = (spotlight) => spotlight.querySelector("[data-newest-code]")?.dataset.newestCode;

function trim() {
  const all = bubbles().querySelectorAll(".bubble");
  if (all.length <= MOST || !isAtEnd()) return;
  for (const bubble of [...all].slice(0, all.length - MOST)) bubble.remove();
  const first = bubbles().querySelector(".bubble").dataset.cursor;
  let earlier = bubbles().querySelector("[data-earlier]");
  if (!earlier) {
    earlier = document.createElement("li");
    earlier.className = "earlier";
    earlier.dataset.earlier = "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = "Earlier messages";
    earlier.append(button);
  }
  earlier.firstElementChild.dataset.before = first;
  bubbles().prepend(earlier);
}

/** @param {HTMLElement} button */
async function showEarlier(button) {
  if (button.disabled) return;
  button.disabled = true;
  const to = shownTo();
  const news = await fetchFragment("messages", { to, before: button.dataset.before });
  if (to !== shownTo()) return;
  const top = bubbles().querySelector(".bubble");
  const from = top.getBoundingClientRect().top;
  button.closest("[data-earlier]").remove();
  localize(news);
  bubbles().prepend(...news.querySelectorAll("[data-messages] > li"));
  glass().scrollTop += top.getBoundingClientRect().top - from;
}

/** Whether nobody reads further up. Where the window scrolls, that is its top, too: there is the newest code. */
function isAtEnd() {
  const scroller = scrollerOf(glass());
  const { scrollHeight, scrollTop, clientHeight } = scroller;
  return scrollHeight - scrollTop - clientHeight < 120 || (scroller !== glass() && scrollTop === 0);
}

const scrollToEnd = () => (glass().scrollTop = glass().scrollHeight);

function settle() {
  localize(stage);
  showCountdowns(stage);
  if (!bubbles()) return;
  scrollToEnd();
}

function toggleStage() {
  const on = document.body.classList.toggle("on-stage");
  sessionStorage.setItem("on-stage", on ? "yes" : "");
}

export function startHandset() {
  stage.addEventListener("click", (event) => {
    const button = event.target.closest("[data-before]");
    if (button) showEarlier(button);
  });
  if (sessionStorage.getItem("on-stage")) document.body.classList.add("on-stage");
  onKey("f", "Only the phone and its code, for a stage", toggleStage);
  settle();
}
