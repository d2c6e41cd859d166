/** The colours and fonts that a canvas draws with are those of the style sheet's tokens, in the theme that is on. */
const NAMES = ['age-0', 'age-1', 'age-2', 'age-3', 'panel', 'ground', 'ink', 'ink-2', 'line', 'accent', 'place', 'area',
  'land', 'water', 'park', 'border', 'bar-all',
  'heat-0', 'heat-1', 'heat-2', 'heat-3',
  'kind-0', 'kind-1', 'kind-2', 'kind-3', 'kind-4', 'kind-5', 'kind-6', 'kind-7'];

/** @returns {Record<string, string>} each token as a colour a canvas understands */
export function readColours() {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const colours = {};
  for (const name of NAMES) {
    probe.style.color = `var(--${name})`;
    colours[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return colours;
}

/** Whether the theme that is on is the dark one. */
export function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}

/** The colours that tell kinds of posts apart, and the last for all others; see posts/kinds.js. */
export function kindColours(colours) {
  return NAMES.filter((name) => name.startsWith('kind-')).map((name) => colours[name]);
}
