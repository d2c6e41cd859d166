import { asked, onReturn, remember } from '../address.js';
import { BasemapLayer } from './basemap.js';
import { streetTiles } from './tiles.js';

/** What can be chosen; the first is shown where the address names none. */
export const BASEMAPS = ['streets', 'drawn'];

/**
 * What lies under the posts: the drawn basemap, always there, and on it the streets, where they are chosen and their tiles can be had.
 * The choice stands in the address, as `basemap`.
 */
export class Ground {
  #map;
  #drawn;
  #streets;
  #chosen = null;

  /**
   * @param {import('leaflet').Map} map
   * @param {Record<string, string>} colours see colours.js
   * @param {(missing: boolean) => void} onMissing told when the streets that are chosen can't be had, and when they can be again
   */
  constructor(map, colours, onMissing) {
    this.#map = map;
    this.#drawn = new BasemapLayer('basemap', colours).addTo(map);
    this.#streets = streetTiles((missing) => onMissing(missing && this.#chosen === 'streets'));
    this.#streets.on('remove', () => onMissing(false));
    this.#show();
    onReturn(() => this.#show());
  }

  /** One of BASEMAPS. */
  get chosen() {
    return this.#chosen;
  }

  choose(name) {
    remember({ basemap: name === BASEMAPS[0] ? null : name });
    this.#show();
  }

  recolour(colours) {
    this.#drawn.recolour(colours);
  }

  #show() {
    this.#chosen = BASEMAPS.find((name) => name === asked('basemap')) ?? BASEMAPS[0];
    if (this.#chosen === 'streets') this.#streets.addTo(this.#map);
    else this.#streets.remove();
  }
}
