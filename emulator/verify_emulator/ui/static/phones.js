// The screen Phones, messages: recipients on the left, and the phone of one of them.

import { announce } from "./announce.js";
import { inBatches } from "./batch.js";
import { copyFrom } from "./copy.js";
import { startFrame } from "./frame.js";
import { onKey } from "./keys.js";
import { on } from "./live.js";
import { notify } from "./notify.js";
import { ring, startCalls } from "./phones-call.js";
import { addNews, refreshMessage, shownTo, showPhone, startHandset } from "./phones-handset.js";
import { leadingLink, newestLink, refreshLinks, startLinks } from "./phones-links.js";
import { isFollowing, newest, onOpen, open, refreshOne, refreshList, startList } from "./phones-list.js";
import { refreshTabs } from "./phones-tabs.js";
import { noteSeen, showUnread, startUnread } from "./phones-unread.js";
import { startReset } from "./reset.js";

/** Operations of Twilio that change what becomes of a code. */
const ON_CODES = /Verification/;

/** Operations that make or answer push challenges. */
const ON_CHALLENGES = /Challenge|Factor/;

/**
 * @typedef {{kind: "message", message: any} | {kind: "request", to: string}
 *   | {kind: "tabs"} | {kind: "hello"} | {kind: "stale"}} News
 */

/** @param {News[]} batch */
async function bringUpToDate(batch) {
  const has = (kind) => batch.some((news) => news.kind === kind);
  const messages = batch.filter(({ kind }) => kind === "message").map(({ message }) => message);
  const changed = messages.filter(({ id }) => document.getElementById(id));
  const inList = messages.filter(({ id }) => document.querySelector(`li[data-sid="${id}"]`));
  await refreshList(has("stale"));
  const link = has("request") || has("hello") || has("stale") ? await refreshLinks() : undefined;
  if (has("tabs") || has("hello") || has("stale")) await refreshTabs();
  for (const { to } of inList) await refreshOne(to);
  await refreshPhone(batch, has, link);
  for (const { id, to } of changed) if (to === shownTo()) await refreshMessage(id);
  ring(messages.map(({ id }) => id));
  noteSeen(shownTo());
  showUnread();
  if (messages.length) say(messages);
}

/** @param {News[]} batch @param {(kind: string) => boolean} has @param {string} [link] whose link has just come */
async function refreshPhone(batch, has, link) {
  const isGreeted = has("hello") || has("stale");
  const leading = link ?? (isGreeted ? leadingLink() : undefined);
  const followed = leading ?? (isGreeted || has("message") ? (newest() ?? newestLink()) : shownTo());
  const wanted = isFollowing() ? followed : shownTo();
  const concerns = ({ kind, to, message }) => {
    if (kind === "message") return message.to === wanted;
    return kind === "hello" || (kind === "request" && (!to || to === wanted));
  };
  if (has("stale") || wanted !== shownTo()) await showPhone(wanted);
  else if (wanted && batch.some(concerns)) await addNews();
}

/** @param {any[]} messages */
function say(messages) {
  const { to, channel, code, status } = messages.at(-1);
  if (messages.length > 3) return announce(`${messages.length} new messages`);
  const fate = status === "delivered" ? "" : `, ${status}`;
  announce(`New ${channel} message to ${to}, code ${[...code].join(" ")}${fate}`);
  notify(to, `${channel} · code ${code}`, () => open(to));
}

function copyNewest() {
  const button = document.querySelector("[data-copy-newest]");
  if (button) copyFrom(button);
  else announce("There is no code yet.");
}

function start() {
  startFrame();
  startUnread();
  startList();
  startHandset();
  startCalls();
  startReset();
  startLinks();
  const news = inBatches(bringUpToDate);
  on("message", (message) => news({ kind: "message", message }));
  on("request", ({ operation, method, to }) => {
    if (ON_CODES.test(operation) && method === "POST") news({ kind: "request", to });
    else if (ON_CHALLENGES.test(operation) && method !== "GET") news({ kind: "tabs" });
  });
  on("verification", ({ to }) => news({ kind: "request", to }));
  on("hello", () => news({ kind: "hello" }));
  on("stale", () => news({ kind: "stale" }));
  on("clock", () => {
    news({ kind: "request", to: shownTo() });
    news({ kind: "tabs" });
  });
  document.addEventListener("over", () => news({ kind: "request", to: shownTo() }));
  document.addEventListener("visibilitychange", () => (noteSeen(shownTo()), showUnread()));
  onOpen(async (to) => {
    await showPhone(to);
    noteSeen(to);
    showUnread();
  });
  onKey("c", "Copy the newest code", copyNewest);
  noteSeen(shownTo());
  showUnread();
}

start();
