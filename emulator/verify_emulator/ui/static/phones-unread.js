// What nobody has looked at yet: known to this browser only, and for as long as the emulator runs.

const KEY = "seen";
const run = document.body.dataset.run;
const MOST = 2000;

/** @returns {{run: string, first: number, to: Record<string, number>}} the newest message seen of each recipient */
function read() {
  try {
    const noted = JSON.parse(localStorage.getItem(KEY) ?? "");
    if (noted.run === run) return noted;
  } catch {
    // nothing noted yet
  }
  // What was there before the first look is not news; after a restart everything is.
  const isFirst = localStorage.getItem(KEY) === null;
  return { run, first: isFirst ? Number(document.querySelector("[data-list]").dataset.last) : 0, to: {} };
}

function write(noted) {
  const entries = Object.entries(noted.to);
  if (entries.length > MOST) noted.to = Object.fromEntries(entries.slice(-MOST / 2));
  localStorage.setItem(KEY, JSON.stringify(noted));
}

/** @param {string | undefined} to */
export function noteSeen(to) {
  const item = to && document.querySelector(`[data-recipients] [data-to="${CSS.escape(to)}"]`);
  if (!item || document.visibilityState !== "visible") return;
  const noted = read();
  if ((noted.to[to] ?? noted.first) >= Number(item.dataset.cursor)) return;
  delete noted.to[to]; // so that it goes to the end: the oldest notes are dropped first
  noted.to[to] = Number(item.dataset.cursor);
  write(noted);
}

export function showUnread() {
  const noted = read();
  let count = 0;
  for (const item of document.querySelectorAll("[data-recipients] [data-to]")) {
    const isNew = Number(item.dataset.cursor) > (noted.to[item.dataset.to] ?? noted.first);
    item.classList.toggle("is-unread", isNew);
    count += Number(isNew);
  }
  const { title } = document.body.dataset;
  document.title = count ? `(${count}) ${title}` : title;
}

export function startUnread() {
  write(read());
  addEventListener("storage", ({ key }) => key === KEY && showUnread());
}
