// Calls: they ring, are answered, and speak with the browser's own voice.

import { announce } from "./announce.js";

/** @param {Element} call @param {string} state */
function show(call, state) {
  call.dataset.state = state;
  const words = { ringing: "Incoming call …", speaking: "Speaking …", answered: "Call ended", declined: "Declined" };
  call.querySelector("[data-call-state]").textContent = words[state];
}

/** @param {string[]} sids of messages that came just now */
export function ring(sids) {
  for (const sid of sids) {
    const call = document.querySelector(`#${sid}:not(.lost) [data-call]`);
    if (call) show(call, "ringing");
  }
}

/** @param {HTMLElement} call */
function answer(call) {
  const { text, locale } = call.dataset;
  show(call, "speaking");
  call.querySelector("[data-transcript]").hidden = false;
  announce(`The call says: ${text}`);
  const label = call.querySelector("[data-answer] span");
  label.textContent = "Hear again";
  if (!("speechSynthesis" in window)) return show(call, "answered");
  speechSynthesis.cancel();
  const speech = new SpeechSynthesisUtterance(text);
  speech.lang = locale;
  speech.rate = 0.9;
  speech.onend = speech.onerror = () => show(call, "answered");
  speechSynthesis.speak(speech);
}

/** @param {Element} call */
function decline(call) {
  globalThis.speechSynthesis?.cancel();
  show(call, "declined");
}

export function startCalls() {
  document.addEventListener("click", (event) => {
    const call = event.target.closest("[data-call]");
    if (!call) return;
    if (event.target.closest("[data-answer]")) answer(call);
    else if (event.target.closest("[data-decline]")) decline(call);
  });
}
