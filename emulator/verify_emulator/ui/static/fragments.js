// Pieces of pages that the emulator renders. Their text is escaped there; nothing else ever becomes HTML here.

const account = document.body.dataset.account;

/**
 * @param {string} path
 * @param {Record<string, string | number | undefined>} [query]
 */
export function address(path, query = {}) {
  const given = Object.entries({ account_sid: account, ...query }).filter(([, value]) => value);
  const search = new URLSearchParams(given).toString();
  return search ? `${path}?${search}` : path;
}

/**
 * @param {string} name
 * @param {Record<string, string | number | undefined>} [query]
 * @returns {Promise<DocumentFragment>} empty if there is no such thing any more
 */
export async function fetchFragment(name, query) {
  const answer = await fetch(address(`/ui/fragments/${name}`, query));
  const template = document.createElement("template");
  if (answer.status === 404) return template.content;
  if (!answer.ok) throw new Error(`${answer.status} ${name}`);
  template.innerHTML = await answer.text();
  return template.content;
}

/**
 * @param {string} method
 * @param {string} path below /_emulator
 * @param {BodyInit} [body]
 * @returns {Promise<any>} the answer; raises what the emulator says is wrong
 */
export async function send(method, path, body) {
  const answer = await fetch(path, { method, body });
  if (answer.status === 204) return null;
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error ?? `The emulator answered ${answer.status}.`);
  return told;
}

/**
 * @param {string} path below /_emulator
 * @param {Record<string, string>} [fields]
 */
export const post = (path, fields = {}) => send("POST", path, new URLSearchParams(fields));
