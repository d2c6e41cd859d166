/** Renders what may move elements about, which takes the focus from one that is moved, and gives it back. */
export function keepingFocus(root, renders) {
  const focused = root.contains(document.activeElement) ? document.activeElement : null;
  renders();
  if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
}
