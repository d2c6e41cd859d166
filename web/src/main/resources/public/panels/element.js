const ICONS = new URL('../icons.svg', import.meta.url).pathname;
const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. Text becomes text, whatever it holds: nothing on this page is ever parsed as HTML.
 *
 * @param {string} tag
 * @param {Record<string, string|boolean>} attributes false leaves one out
 * @param {...(Node|string)} children
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children);
  return node;
}

/** A symbol of icons.svg; decoration only, so what it stands on carries the words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${ICONS}#${name}`);
  svg.append(use);
  return svg;
}

/** Sets a text only where it differs, so that nothing is laid out or announced for nothing. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
