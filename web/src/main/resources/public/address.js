/**
 * The page's address holds its state, so that a link shows the same and Back undoes: `area`, `q` (the filter), `box`, `colours`,
 * `at` (the map's position), `when` (a part of the past), `post` (the open one), `place` (whose posts are listed), `tab`, `layers`,
 * `places`, `basemap`, `theme`, `lang`, and `kiosk` for a wall screen.
 */

/** Whether the step that is being made has been put into the browser's history. */
let made = false;

/** What the address says of something; null when it says nothing. */
export function asked(name) {
  return new URLSearchParams(globalThis.location?.search).get(name);
}

/**
 * Puts something into the address: a step that Back undoes. What one action changes is one step.
 *
 * @param {Record<string, string|null>} changes null takes one out
 */
export function remember(changes) {
  put(changes, (url) => {
    if (made) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    made = true;
    setTimeout(() => (made = false));
  });
}

/** The same for what changes all the time, where Back shall not go through every step. */
export function note(changes) {
  put(changes, (url) => history.replaceState(null, '', url));
}

/** @param {() => void} listener told when Back or Forward have changed the address */
export function onReturn(listener) {
  addEventListener('popstate', listener);
}

function put(changes, write) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  if (url.href !== location.href) write(url);
}
