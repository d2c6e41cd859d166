// Runs before the first paint, so that a page in a chosen theme does not flash in the other one: see panels/theme.js.
try {
  const theme = localStorage.getItem('civiz-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the theme is the system's.
}
