// The tabs above the list, with the number of challenges that wait.

import { fetchFragment } from "./fragments.js";

export async function refreshTabs() {
  const news = await fetchFragment("tabs");
  const tabs = document.querySelector("[data-tabs]");
  if (tabs.textContent !== news.querySelector("[data-tabs]").textContent) tabs.replaceWith(news);
}
