// Runs before the first paint, so that a page in a theme that was chosen, here (see panels/theme.js) or by the link, does not
// flash in the other one, nor a wall screen
// or a page inside another show controls that it does not have.
(() => {
  const asked = new URLSearchParams(location.search);
  const { dataset } = document.documentElement;
  if (asked.has('kiosk')) dataset.kiosk = '';
  if (location.pathname === '/embed') dataset.embed = asked.get('show') ?? '';
  try {
    const theme = asked.get('theme') ?? localStorage.getItem('civiz-theme');
    if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  } catch {
    // Without storage the theme is the system's.
  }
})();
