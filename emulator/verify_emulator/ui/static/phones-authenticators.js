// Authenticators: TOTP codes that follow the emulator's clock, and push challenges with their two buttons.

import { announce, tell } from "./announce.js";
import { inBatches } from "./batch.js";
import { localize } from "./clock.js";
import { copyFrom } from "./copy.js";
import { showCountdowns } from "./countdown.js";
import { startFrame } from "./frame.js";
import { address, fetchFragment, post } from "./fragments.js";
import { onKey } from "./keys.js";
import { on } from "./live.js";
import { notify } from "./notify.js";

const CHANGES = /Factor|Challenge|Entit|Service/;
const stage = document.querySelector("[data-stage]");
const list = document.querySelector("[data-holders]");
const search = document.querySelector("[data-search]");

/** What is chosen stands in the address, so that it outlives a reload. Nothing chosen: whoever was active last. */
const chosen = () => Object.fromEntries(new URLSearchParams(location.search));
const items = () => [...list.querySelectorAll("[data-identity]")];

async function refresh() {
  const news = await fetchFragment("authenticators", chosen());
  localize(news);
  const seen = new Set([...stage.querySelectorAll("[data-challenge]")].map(({ id }) => id));
  keep(list, news.querySelector("[data-holders]"));
  const tabs = document.querySelector("[data-tabs]");
  if (tabs.textContent !== news.querySelector("[data-tabs]").textContent) tabs.replaceWith(news.querySelector("[data-tabs]"));
  keep(stage, news.querySelector("[data-stage]"));
  showCountdowns(stage);
  for (const challenge of stage.querySelectorAll("[data-challenge]")) if (!seen.has(challenge.id)) say(challenge);
}

/**
 * The new contents; what had the focus has it again, what was open is open.
 * @param {HTMLElement} place @param {HTMLElement} fresh
 */
function keep(place, fresh) {
  const focused = place.contains(document.activeElement) ? nameOf(document.activeElement) : "";
  const isOpen = place.querySelector(".facts")?.open;
  place.replaceChildren(...fresh.childNodes);
  if (isOpen && place.querySelector(".facts")) place.querySelector(".facts").open = true;
  if (!focused) return;
  const again = [...place.querySelectorAll("a, button, summary, [tabindex]")].find((each) => nameOf(each) === focused);
  again?.focus({ preventScroll: true });
}

/** @param {Element} element */
function nameOf(element) {
  const { press, choose, removePhone, copyNewest } = element.dataset;
  const parent = element.closest("[data-challenge]")?.id ?? "";
  const own = press ?? choose ?? removePhone ?? copyNewest ?? element.getAttribute("href") ?? element.className;
  return `${element.tagName} ${parent} ${own}`;
}

/** @param {HTMLElement} challenge */
function say(challenge) {
  const text = challenge.querySelector("h3").textContent;
  announce(`Push challenge: ${text}`);
  notify("Push challenge", text, () => {});
}

/** @param {HTMLElement} button */
async function press(button) {
  const { challenge, phone } = button.closest("[data-challenge]").dataset;
  const status = button.dataset.press;
  for (const each of button.parentElement.children) each.disabled = true;
  await attempt(async () => {
    await post(`/_emulator/phones/${phone}/challenges/${challenge}`, { status });
    tell(status === "approved" ? "Approved and signed." : "Denied and signed.");
  });
}

/** @param {string} factor */
async function remove(factor) {
  await attempt(async () => {
    const answer = await fetch(`/_emulator/phones/${factor}`, { method: "DELETE" });
    if (!answer.ok) throw new Error((await answer.json()).error);
    tell("The phone is gone.");
  });
}

/** @param {() => Promise<void>} work */
async function attempt(work) {
  try {
    await work();
  } catch (error) {
    tell(error.message);
  }
  await refresh();
}

/** @param {SubmitEvent} event */
async function addPhone(event) {
  event.preventDefault();
  const form = event.target;
  const fault = form.querySelector("[data-add-error]");
  fault.textContent = "";
  try {
    const fields = Object.fromEntries(new FormData(form));
    if (!fields.friendly_name) delete fields.friendly_name;
    const phone = await post("/_emulator/phones", { ...fields, access_token: fields.access_token.trim() });
    form.reset();
    form.closest("details").open = false;
    tell(`${phone.friendly_name} is registered.`);
    await choose({ identity: phone.identity, service_sid: phone.service_sid });
  } catch (error) {
    fault.textContent = error.message;
  }
}

/** @param {Record<string, string | undefined>} query */
async function choose(query) {
  history.pushState({}, "", address("/phones/authenticators", { q: search.value.trim(), ...query }));
  document.body.classList.toggle("chosen", Boolean(query.identity));
  await refresh();
}

/** @param {MouseEvent} event */
function click(event) {
  const target = event.target;
  const button = target.closest("[data-press]");
  const gone = target.closest("[data-remove-phone]");
  const link = target.closest("[data-holders] a, [data-choose], [data-back]");
  if (button) return press(button);
  if (gone) return remove(gone.dataset.removePhone);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
  event.preventDefault();
  const { identity, service_sid, factor } = Object.fromEntries(new URL(link.href).searchParams);
  return choose({ identity, service_sid, factor });
}

/** @param {1 | -1} step */
function move(step) {
  const all = items();
  const at = all.findIndex((item) => item.querySelector("a[aria-current]"));
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  if (!next) return;
  const { identity, service } = next.dataset;
  choose({ identity, service_sid: service }).then(() => {
    items().find((item) => item.dataset.identity === identity && item.dataset.service === service)?.querySelector("a").focus();
  });
}

function start() {
  startFrame();
  const news = inBatches(refresh);
  for (const kind of ["hello", "stale", "clock"]) on(kind, () => news(kind));
  on("request", ({ operation, method }) => CHANGES.test(operation) && method !== "GET" && news(operation));
  document.addEventListener("over", () => news("over"));
  document.addEventListener("click", click);
  document.querySelector("[data-add-phone]").addEventListener("submit", addPhone);
  search.addEventListener("input", () => {
    const { identity, service_sid, factor } = chosen();
    history.replaceState({}, "", address(location.pathname, { identity, service_sid, factor, q: search.value.trim() }));
    news("search");
  });
  search.form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", refresh);
  document.body.classList.toggle("chosen", Boolean(chosen().identity));
  onKey("j ArrowDown", "Next identity", () => move(1));
  onKey("k ArrowUp", "Identity before", () => move(-1));
  onKey("/", "Find", () => search.focus());
  onKey("c", "Copy the code of the moment", () => {
    const button = document.querySelector("[data-copy-newest]");
    if (button) copyFrom(button);
  });
}

start();
