// Silent Network Auth: links that wait to be opened, and what opening one answers.

import { localize } from "./clock.js";
import { fetchFragment } from "./fragments.js";
import { open } from "./phones-list.js";

const list = document.querySelector("[data-links-list]");
const search = document.querySelector("[data-search]");
const first = () => list?.querySelector("[data-link-sid]");
let known = first()?.dataset.linkSid;

/** @returns {string | undefined} whose link came last */
export function newestLink() {
  return first()?.dataset.linkTo;
}

/** @returns {string | undefined} whose link is newer than all messages */
export function leadingLink() {
  return list?.querySelector("[data-leads]")?.dataset.linkTo;
}

/** @returns {Promise<string | undefined>} whose link has come just now */
export async function refreshLinks() {
  const news = await fetchFragment("links", { q: search.value.trim() });
  localize(news);
  list.replaceChildren(news);
  const sid = first()?.dataset.linkSid;
  if (!sid || sid === known) return undefined;
  known = sid;
  return newestLink();
}

/** What links have answered, by their address: the place that shows it may be rendered anew at any moment. */
const answers = new Map();

/** @param {HTMLButtonElement} button */
async function openLink(button) {
  const link = button.dataset.openLink;
  button.disabled = true;
  const answer = await fetch(link);
  answers.set(link, (await answer.text()).replaceAll("&", " · "));
  showAnswers();
}

function showAnswers() {
  for (const place of answers.size ? document.querySelectorAll("[data-link-answer]") : []) {
    const answer = answers.get(place.dataset.linkAnswer);
    if (answer !== undefined && place.textContent !== answer) place.textContent = answer;
  }
}

export function startLinks() {
  new MutationObserver(showAnswers).observe(document.getElementById("main"), { childList: true, subtree: true });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open-link]");
    if (button) openLink(button);
  });
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[data-link-to]");
    if (!item || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(item.dataset.linkTo);
  });
}
