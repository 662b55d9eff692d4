// The one stream of events from the emulator. After a gap of any kind it says "stale": load anew what is shown.

const RETRY = 1000;
const KINDS = ["message", "request", "verification", "delivery", "clock", "settings", "faults", "reset", "lost"];

/** @type {Map<string, Set<(data: any) => void>>} */
const listeners = new Map();
let opened = 0;
/** @type {EventSource | undefined} */
let source;

/**
 * @param {string} kind one of KINDS, or "stale", or "state" ("live", "reconnecting")
 * @param {(data: any) => void} listener
 */
export function on(kind, listener) {
  if (!listeners.has(kind)) listeners.set(kind, new Set());
  listeners.get(kind).add(listener);
}

/** @param {string} kind @param {any} [data] */
function emit(kind, data) {
  for (const listener of listeners.get(kind) ?? []) listener(data);
}

/** @param {string} account */
function connect(account) {
  source = new EventSource(`/_emulator/events${account ? `?account_sid=${account}` : ""}`);
  source.addEventListener("hello", () => {
    emit("state", "live");
    if (opened++) emit("stale");
  });
  source.addEventListener("error", () => {
    emit("state", "reconnecting");
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    setTimeout(connect, RETRY, account);
  });
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => {
      emit(kind, event.data ? JSON.parse(event.data) : undefined);
      if (kind === "lost" || kind === "reset") emit("stale");
    });
  }
}

export function startLive() {
  const mark = document.querySelector("[data-live]");
  const text = mark.querySelector("[data-live-text]");
  on("state", (state) => {
    if (mark.dataset.live === state) return;
    mark.dataset.live = state;
    text.textContent = state;
  });
  connect(document.body.dataset.account);
  // A connection that is left open keeps a page out of the browser's memory of pages; and there are only six.
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", ({ persisted }) => persisted && connect(document.body.dataset.account));
}
