/** What a tile's address may leave open: its position, and @2x where the screen is fine enough. */
const PLACEHOLDER = /\{([^{}]*)\}/g;
const REQUIRED = ['z', 'x', 'y'];
const KNOWN = [...REQUIRED, 'r'];

/** Tiles that are no pictures. */
const VECTOR = /\.(?:pbf|mvt)$/i;

/** Servers have fewer addresses for the same tiles, and no map goes deeper. */
const MOST_ADDRESSES = 16;
const DEEPEST = 30;

/**
 * Reads a TileJSON document (github.com/mapbox/tilejson-spec, versions 1 to 3), which anyone may have written.
 *
 * @param {unknown} json
 * @param {string} address where it is from: tiles' addresses are relative to that, and come as safely as it came
 * @returns {{tiles: string[], minZoom: number, maxZoom: number, tms: boolean, attribution: string, bounds: number[]|null}}
 *     `tiles` templates of the same tiles' addresses, `tms` whether rows count from the south, `attribution` HTML as it came, not
 *     safe yet, `bounds` west, south, east, north in degrees
 * @throws {TypeError} when the page can't show its tiles
 */
export function readTileJson(json, address) {
  if (typeof json !== 'object' || json === null || !Array.isArray(json.tiles)) throw new TypeError('no TileJSON');
  const tiles = json.tiles.slice(0, MOST_ADDRESSES).map((tile) => template(tile, address));
  if (tiles.length === 0) throw new TypeError('a TileJSON without tiles');
  if (Array.isArray(json.vector_layers)) throw new TypeError('a TileJSON of vector tiles, which this map does not draw');
  const minZoom = zoom(json.minzoom, 0);
  return {
    tiles,
    minZoom,
    maxZoom: Math.max(minZoom, zoom(json.maxzoom, DEEPEST)),
    tms: json.scheme === 'tms',
    attribution: typeof json.attribution === 'string' ? json.attribution : '',
    bounds: isBox(json.bounds) ? json.bounds : null,
  };
}

function template(tile, address) {
  const names = [...String(tile).matchAll(PLACEHOLDER)].map((found) => found[1]);
  if (!REQUIRED.every((name) => names.includes(name)) || !names.every((name) => KNOWN.includes(name))) {
    throw new TypeError('a tile address without {z}, {x} and {y}, or with more');
  }
  const url = new URL(tile, address);
  if (url.protocol !== 'https:' && (url.protocol !== 'http:' || new URL(address).protocol !== 'http:')) {
    throw new TypeError('tiles from an address that is not https');
  }
  if (VECTOR.test(url.pathname)) throw new TypeError('vector tiles, which this map does not draw');
  return url.href.replace(/%7B/gi, '{').replace(/%7D/gi, '}');
}

function zoom(value, fallback) {
  return Number.isInteger(value) && value >= 0 && value <= DEEPEST ? value : fallback;
}

function isBox(bounds) {
  if (!Array.isArray(bounds) || !bounds.slice(0, 4).every(Number.isFinite)) return false;
  const [west, south, east, north] = bounds;
  return west >= -180 && west < east && east <= 180 && south >= -90 && south < north && north <= 90;
}
