// The buttons of the frame: dark or light, and the filter by account.

import { announce } from "./announce.js";

/** @returns {"dark" | "light"} */
function shown() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  return document.documentElement.dataset.theme ?? dark;
}

function toggleTheme() {
  const next = shown() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  localStorage.setItem("theme", next);
  announce(`${next} theme`);
}

/** Other parts of the address, such as a recipient, are of the account before. */
function chooseAccount(event) {
  event.target.form.requestSubmit();
}

export function startToggles() {
  document.querySelector("[data-theme-toggle]").addEventListener("click", toggleTheme);
  document.querySelector("[data-account-filter]").addEventListener("change", chooseAccount);
  addEventListener("storage", ({ key, newValue }) => {
    if (key === "theme" && newValue) document.documentElement.dataset.theme = newValue;
  });
}
