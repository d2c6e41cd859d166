/** Sets a text only where it differs, so that nothing is laid out or announced for nothing. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
