// What a screen reader says, and what a toast shows to everybody else.

const region = document.getElementById("announcer");
const toast = document.getElementById("toast");
let hiding = 0;

/** @param {string} text */
export function announce(text) {
  region.textContent = text;
}

/** @param {string} text */
export function tell(text) {
  announce(text);
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => (toast.hidden = true), 2500);
}
