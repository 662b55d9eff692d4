// Forget everything of the account that is shown, or of all, once somebody has confirmed it.

import { tell } from "./announce.js";
import { address, post } from "./fragments.js";

export function startReset() {
  const dialog = document.getElementById("reset");
  document.querySelector("[data-reset-open]").addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "reset") return;
    dialog.returnValue = "";
    try {
      await post(address("/_emulator/reset"));
      tell("Cleared.");
    } catch (error) {
      tell(error.message);
    }
  });
}
