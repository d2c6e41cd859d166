/** What could not be had over the network is asked for again this often. */
const RETRY_MS = 30_000;

/**
 * Calls for another attempt from time to time while the page can be seen, and at once when the browser is online again.
 *
 * @param {() => void} attempt
 * @returns {() => void} stops it
 */
export function againAndAgain(attempt) {
  const timer = setInterval(() => document.hidden || attempt(), RETRY_MS);
  addEventListener('online', attempt);
  return () => {
    clearInterval(timer);
    removeEventListener('online', attempt);
  };
}
