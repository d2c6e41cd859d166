import { asked, onReturn, remember } from '../address.js';
import { isDark } from '../colours.js';
import { againAndAgain } from './again.js';
import { BasemapLayer } from './basemap.js';
import { TileSources } from './sources.js';
import { StreetTiles } from './tiles.js';

/** What can be chosen; the first is shown where the address names none. */
export const BASEMAPS = ['streets', 'drawn'];

/**
 * What lies under the posts: the drawn basemap, always there, and on it the streets, where they are chosen and their tiles can be had.
 * The choice stands in the address, as `basemap`.
 */
export class Ground {
  #map;
  #drawn;
  #onMissing;
  #sources = new TileSources();
  #chosen = null;
  #source = null;
  #streets = null;
  #lost = false;
  #offered = true;
  #turn = 0;

  /**
   * @param {import('leaflet').Map} map
   * @param {Record<string, string>} colours see colours.js
   * @param {(missing: boolean) => void} onMissing told when the streets that are chosen can't be had, and when they can be again
   */
  constructor(map, colours, onMissing) {
    this.#map = map;
    this.#onMissing = onMissing;
    this.#drawn = new BasemapLayer('basemap', colours).addTo(map);
    this.#show();
    onReturn(() => this.#show());
    againAndAgain(() => this.#lost && this.#show());
  }

  /** One of BASEMAPS. */
  get chosen() {
    return this.#chosen;
  }

  /** Whether the server has streets to choose, as far as is known. */
  get hasStreets() {
    return this.#offered;
  }

  choose(name) {
    remember({ basemap: name === BASEMAPS[0] ? null : name });
    this.#show();
  }

  recolour(colours) {
    this.#drawn.recolour(colours);
    this.#show();
  }

  /** Shows what the address and the theme want; of several calls at a time the last one counts. */
  async #show() {
    this.#chosen = BASEMAPS.find((name) => name === asked('basemap')) ?? BASEMAPS[0];
    const turn = ++this.#turn;
    let source = null;
    let lost = false;
    if (this.#chosen === 'streets') {
      try {
        source = await this.#sources.find(isDark());
        this.#offered = source !== null;
      } catch (error) {
        console.warn('No street map:', error.message);
        lost = true;
      }
    }
    if (turn !== this.#turn) return;
    if (source !== this.#source) this.#replace(source);
    if (lost !== this.#lost) this.#onMissing(lost);
    this.#lost = lost;
  }

  #replace(source) {
    this.#streets?.remove();
    this.#source = source;
    this.#streets = source && new StreetTiles(source, this.#onMissing).addTo(this.#map);
  }
}
