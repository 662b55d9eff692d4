// Whoever has scrolled to something goes on seeing it, whatever comes above it. Browsers see to that by themselves only
// for elements that survive, and not all of them do.

/**
 * @param {Element} element
 * @returns {Element} what scrolls it: something around it, or the window where the page is narrow
 */
export function scrollerOf(element) {
  for (let around = element; around !== document.body; around = around.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(around).overflowY)) return around;
  }
  return document.scrollingElement;
}

/**
 * What is in sight, from the top. One by one: the first of them may be among those that go.
 * @param {Element} place @param {string} attribute @param {Element} scroller
 * @returns {{name: string, top: number}[]}
 */
function inSight(place, attribute, scroller) {
  const isWindow = scroller === document.scrollingElement;
  const { top: edge, bottom: end } = isWindow ? { top: 0, bottom: innerHeight } : scroller.getBoundingClientRect();
  const seen = [];
  for (const element of place.querySelectorAll(`[${attribute}]`)) {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom > edge && top < end) seen.push({ name: element.getAttribute(attribute), top });
  }
  return seen;
}

/**
 * Changes what is in a place. Whoever is at its very top stays there, and sees what is new; anybody else goes on seeing
 * what they saw.
 * @param {Element} place @param {string} attribute by which its elements are known again
 * @param {() => void} change
 */
export function keepPlace(place, attribute, change) {
  const scroller = scrollerOf(place);
  const isRead = scroller.scrollTop > 0 && place.getClientRects().length > 0;
  const seen = isRead ? inSight(place, attribute, scroller) : [];
  change();
  for (const { name, top } of seen) {
    const again = place.querySelector(`[${attribute}="${CSS.escape(name)}"]`);
    if (!again) continue;
    scroller.scrollTop += again.getBoundingClientRect().top - top;
    return;
  }
}
