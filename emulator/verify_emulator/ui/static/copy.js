// Whatever has data-copy copies that when it is clicked.

import { tell } from "./announce.js";
import { iconTo } from "./icon.js";

/**
 * The clipboard is there for pages from this machine or with TLS only; for others there is the way of old.
 * @param {string} text
 */
async function write(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "sr";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("not copied");
}

/** @param {Element} button */
export async function copyFrom(button) {
  const text = button.dataset.copy;
  try {
    await write(text);
  } catch {
    return tell("The browser did not let the page copy.");
  }
  tell(text.length > 40 ? "Copied" : `Copied ${text}`);
  iconTo(button, "check");
  button.classList.add("copied");
  setTimeout(() => {
    iconTo(button, "copy");
    button.classList.remove("copied");
  }, 1600);
}

export function startCopying() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copyFrom(button);
  });
}
