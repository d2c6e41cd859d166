import { TileLayer } from 'leaflet';

/** OpenStreetMap's own tiles. Their terms ask for the attribution, and for the page's address as referrer. */
const TILES = 'https://tile.openstreetmap.org/{z}/{x}/{y}.png';
const ATTRIBUTION = '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors';

/** This many tiles have to fail, and none to come, before the map says that it does without. */
const FAILURES = 3;

/**
 * The street map. Where its tiles can't be had, the ground drawn below it stays, and the listener is told.
 *
 * @param {(missing: boolean) => void} onMissing told when tiles can't be had, and when they can be again
 */
export function streetTiles(onMissing) {
  const tiles = new TileLayer(TILES, {
    attribution: ATTRIBUTION,
    maxZoom: 19,
    referrerPolicy: 'strict-origin-when-cross-origin',
    className: 'street-tiles',
  });
  let failed = 0;
  tiles.on('tileerror', () => {
    if (++failed === FAILURES) onMissing(true);
  });
  tiles.on('tileload', () => {
    if (failed >= FAILURES) onMissing(false);
    failed = 0;
  });
  return tiles;
}
