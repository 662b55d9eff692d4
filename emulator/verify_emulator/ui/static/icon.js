// Pictures that change.

/**
 * @param {Element} element one with an icon in it
 * @param {string} name of a symbol, without its i-
 */
export function iconTo(element, name) {
  element.querySelector("svg.icon use")?.setAttribute("href", `#i-${name}`);
}
