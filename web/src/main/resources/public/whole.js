// Runs first. Without any one of its files the page does nothing, or looks like nothing, and says no word; a network that
// changes at the wrong moment is enough for that. So the page is loaded anew, a few times, until it is whole.
(() => {
  const TIMES = 'civiz-loaded-again';
  const WAITS_MS = [500, 2_000, 8_000];
  let lost = false;
  let hopeless = false;

  addEventListener('error', ({ target }) => {
    if (lost || !(target instanceof HTMLScriptElement || (target instanceof HTMLLinkElement && target.rel === 'stylesheet'))) return;
    lost = true;
    try {
      const times = Number(sessionStorage.getItem(TIMES));
      hopeless = !(times < WAITS_MS.length);
      sessionStorage.setItem(TIMES, String(hopeless ? 0 : times + 1));
      const again = () => setTimeout(() => location.reload(), WAITS_MS[times]);
      if (hopeless) return;
      if (navigator.onLine) again();
      else addEventListener('online', again, { once: true });
    } catch {
      // Without storage it could go on for ever.
      hopeless = true;
    }
  }, true);

  addEventListener('load', () => {
    if (hopeless) document.getElementById('incomplete').hidden = false;
    if (lost) return;
    try {
      sessionStorage.removeItem(TIMES);
    } catch {
      // Nothing was stored.
    }
  });
})();
