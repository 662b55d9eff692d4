// The stream of events from the emulator. All tabs share one, because a browser opens six connections at most: the tab
// that holds the lock listens and tells the others. After a gap of any kind each says "stale": load anew what is shown.

const RETRY = 1000;
const KINDS = ["message", "request", "cleared", "verification", "delivery", "clock", "settings", "faults", "reset", "lost"];

const account = document.body.dataset.account;
const name = `inbox ${account}`;
const isShared = "locks" in navigator; // only for pages from this machine or with TLS
const others = new BroadcastChannel(name);
/** @type {Map<string, Set<(data: any) => void>>} */
const listeners = new Map();
/** @type {EventSource | undefined} */
let source;
let state = "connecting";
let isGreeted = false;
let leave = () => {};

/**
 * @param {string} kind one of KINDS; "hello" at first; "stale"; or "state" ("live", "reconnecting")
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

/** Tell this tab and all others. @param {string} kind @param {any} [data] */
function pass(kind, data) {
  if (isShared) others.postMessage({ kind, data });
  receive(kind, data);
}

/** @param {string} kind @param {any} [data] */
function receive(kind, data) {
  if (kind === "ask") return source && others.postMessage({ kind: "welcome", data: state });
  if (kind === "welcome" && isGreeted) return undefined; // that is for a tab that has just come
  if (kind === "state" || kind === "welcome") show(data);
  if (kind === "hello") show("live");
  if (kind === "hello" || (kind === "welcome" && data === "live")) greet();
  else emit(kind, data);
  if (kind === "lost" || kind === "reset") emit("stale");
  return undefined;
}

/** What came between the page and its first event is missing on it, too. */
function greet() {
  emit(isGreeted ? "stale" : "hello");
  isGreeted = true;
}

/** @param {string} next */
function show(next) {
  state = next;
  const mark = document.querySelector("[data-live]");
  if (mark.dataset.live === next) return;
  mark.dataset.live = next;
  mark.querySelector("[data-live-text]").textContent = next;
}

function connect() {
  source = new EventSource(`/_emulator/events${account ? `?account_sid=${account}` : ""}`);
  source.addEventListener("hello", () => pass("hello"));
  source.addEventListener("error", () => {
    pass("state", "reconnecting");
    if (source?.readyState === EventSource.CLOSED) setTimeout(connect, RETRY); // else the browser tries by itself
  });
  for (const kind of KINDS) {
    source.addEventListener(kind, ({ data }) => pass(kind, data ? JSON.parse(data) : undefined));
  }
}

function start() {
  if (!isShared) return connect();
  const waiting = new AbortController();
  let release = () => {};
  const lead = () => {
    connect();
    return new Promise((done) => (release = done));
  };
  navigator.locks.request(name, { signal: waiting.signal }, lead).catch(() => {}); // aborted when the page goes
  others.postMessage({ kind: "ask" });
  leave = () => {
    waiting.abort();
    release();
  };
  return undefined;
}

export function startLive() {
  others.addEventListener("message", ({ data }) => receive(data.kind, data.data));
  addEventListener("pagehide", () => {
    source?.close();
    source = undefined;
    leave();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && start());
  start();
}
