// The entries of a list, by their keys. Those that are the same as before are left alone, so that the browser keeps in
// sight what is in sight, knows how high they are, and does not lose the focus.

/** Each entry as the server wrote it. @type {WeakMap<Element, string>} */
const texts = new WeakMap();

/** @param {Element} place whose entries nothing has changed yet */
export function noteEntries(place) {
  for (const entry of place.querySelectorAll("[data-key]")) texts.set(entry, entry.outerHTML);
}

/**
 * New contents for a place; what is not an entry is exchanged.
 * @param {Element} place @param {Element} box with entries that are noted
 */
export function putEntries(place, box) {
  const old = place.querySelector(".entries");
  const fresh = box.querySelector(".entries");
  if (!old || !fresh) return place.replaceChildren(...box.childNodes);
  const known = new Map([...old.children].map((entry) => [entry.dataset.key, entry]));
  const wanted = [...fresh.children].map((entry) => {
    const same = known.get(entry.dataset.key);
    return same && texts.get(same) === texts.get(entry) ? same : entry;
  });
  arrange(old, wanted);
  const pager = place.querySelector(".pager");
  const other = box.querySelector(".pager");
  if (pager?.outerHTML === other?.outerHTML) return undefined;
  pager?.remove();
  return other && place.append(other);
}

/** @param {Element} list @param {Element[]} wanted those of the list among them are in its order */
function arrange(list, wanted) {
  const stay = new Set(wanted);
  for (const entry of [...list.children]) if (!stay.has(entry)) entry.remove();
  let next = list.firstElementChild;
  for (const entry of wanted) {
    if (entry === next) next = next.nextElementSibling;
    else list.insertBefore(entry, next);
  }
}
