/**
 * The keyboard's shortcuts. None acts while someone types, holds a modifier, or has a dialog or a popover open, which have
 * Esc for themselves.
 *
 * @param {Record<string, () => void>} actions by the key's name
 */
export function listenForKeys(actions) {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('input, textarea, select, [contenteditable]')) return;
    if (document.querySelector('dialog[open], :popover-open')) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
