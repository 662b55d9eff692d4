// The screen Webhooks.

import { go, startBoard } from "./board.js";
import { startFrame } from "./frame.js";

startFrame();
startBoard({ delivery: () => "all" });
document.addEventListener("acted", ({ detail }) => {
  const place = new URL(location.href);
  place.searchParams.set("show", detail.id);
  go(place.href);
});
