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

/** Sets a text only where it differs, so that nothing is laid out or announced for nothing. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
