// Buttons that do something: data-post is where to, data-fields what (as in a query), data-done what is said then.

import { tell } from "./announce.js";
import { send } from "./fragments.js";

/** @param {HTMLElement} button @param {string} text */
function complain(button, text) {
  const place = button.closest("[data-actions]")?.querySelector("[data-error]");
  if (place) {
    place.textContent = text;
    place.hidden = false;
  }
  tell(text);
}

/** @param {HTMLElement} button */
async function act(button) {
  const { post, method = "POST", fields = "", done = "Done." } = button.dataset;
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await send(method, post, fields ? new URLSearchParams(fields) : undefined);
    tell(done);
    button.dispatchEvent(new CustomEvent("acted", { bubbles: true, detail: answer }));
    return answer;
  } catch (error) {
    complain(button, error.message);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** @param {(button: HTMLElement) => void} changed called once something was done, or refused */
export function startActions(changed) {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-post]");
    if (!button || button.getAttribute("aria-busy")) return;
    await act(button);
    changed(button);
  });
}
