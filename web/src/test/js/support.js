/** The seed of this run's random tests: in their names, and set by SEED to repeat one. */
export const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** Numbers from 0 up to 1 that the seed alone decides (mulberry32). */
export function random() {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A post as the feed has it. */
export function feature({ id = 'x:1', created = Date.parse('2026-11-21T09:00:00Z'), author = 'x:42', at = [-87.63, 41.88], box = null,
  place = null, ...properties } = {}) {
  return {
    type: 'Feature',
    id,
    geometry: box === null ? { type: 'Point', coordinates: at } : polygon(box),
    properties: {
      source: id.split(':')[0],
      precision: box === null ? 'point' : 'place',
      created: new Date(created).toISOString(),
      author: { id: author, name: 'Ada', handle: 'ada' },
      ...(place === null ? {} : { place: { name: place, kind: 'city' } }),
      ...properties,
    },
  };
}

export function polygon([w, s, e, n]) {
  return { type: 'Polygon', coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] };
}
