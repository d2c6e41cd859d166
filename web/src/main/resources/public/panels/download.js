/** What the page's address calls what an export asks for. */
const NAMES = { area: 'area', q: 'filter', box: 'box' };

/**
 * Where the posts can be had that an address of the page shows, as GeoJSON: of the same area, filter, box and time.
 *
 * @param {string} search the part after the question mark
 */
export function download(search) {
  const asked = new URLSearchParams(search);
  const query = new URLSearchParams({ format: 'geojson' });
  for (const [name, value] of Object.entries(NAMES)) if (asked.has(name)) query.set(value, asked.get(name));
  const [from, to] = asked.get('when')?.split('/') ?? [];
  if (Date.parse(from) < Date.parse(to)) {
    query.set('from', from);
    query.set('to', to);
  }
  return `/export?${query}`;
}
