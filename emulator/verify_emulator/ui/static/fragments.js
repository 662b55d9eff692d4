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
 * @param {string} path below /_emulator
 * @param {Record<string, string>} [fields]
 * @returns {Promise<any>} the answer; raises what the emulator says is wrong
 */
export async function post(path, fields = {}) {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields) });
  if (answer.status === 204) return null;
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error ?? `The emulator answered ${answer.status}.`);
  return body;
}
