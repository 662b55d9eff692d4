// Notifications of new messages, for whoever has asked for them with the bell.

import { tell } from "./announce.js";

const button = document.querySelector("[data-notify]");

function isOn() {
  return localStorage.getItem("notify") === "on" && globalThis.Notification?.permission === "granted";
}

function show() {
  button.setAttribute("aria-pressed", String(isOn()));
}

async function toggle() {
  if (isOn()) {
    localStorage.setItem("notify", "off");
    show();
    return tell("Notifications are off.");
  }
  const answer = await globalThis.Notification?.requestPermission();
  localStorage.setItem("notify", answer === "granted" ? "on" : "off");
  show();
  tell(answer === "granted" ? "Notifications are on." : "The browser does not allow notifications here.");
}

/**
 * Only while nobody looks at the page: whoever does sees it anyway.
 * @param {string} title @param {string} body @param {() => void} open
 */
export function notify(title, body, open) {
  if (!isOn() || document.visibilityState === "visible") return;
  const shown = new Notification(title, { body, tag: title });
  shown.addEventListener("click", () => {
    window.focus();
    open();
    shown.close();
  });
}

export function startNotifying() {
  button.addEventListener("click", toggle);
  addEventListener("storage", show);
  show();
}
