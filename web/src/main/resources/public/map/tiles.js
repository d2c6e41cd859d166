import { Browser, LatLngBounds, TileLayer, Util } from 'leaflet';
import { againAndAgain } from './again.js';
import { attribution } from './attribution.js';

/** This many tiles have to fail, and none to come, before the map says that it does without. */
const FAILURES = 3;

/** A network that swallows requests fails none of them. */
const PATIENCE_MS = 10_000;

/**
 * The street map's tiles. Where they can't be had, the ground drawn below them stays, the listener is told, and they are asked
 * for again from time to time.
 */
export class StreetTiles extends TileLayer {
  #templates;
  #onMissing;
  #missing = false;
  #failed = new Set();
  #failures = 0;
  #patience = 0;
  #stop = null;

  /**
   * @param {object} source see readTileJson, and `dark`: whether its tiles are made for the dark theme
   * @param {(missing: boolean) => void} onMissing told when tiles can't be had, and when they can be again
   */
  constructor(source, onMissing) {
    super('', {
      attribution: attribution(source.attribution),
      minZoom: source.minZoom,
      maxNativeZoom: source.maxZoom,
      maxZoom: 19,
      tms: source.tms,
      bounds: source.bounds && boundsOf(source.bounds),
      // OpenStreetMap asks for the page's address as referrer, and some keys are bound to it
      referrerPolicy: 'strict-origin-when-cross-origin',
      className: source.dark ? 'street-tiles dark-tiles' : 'street-tiles',
    });
    this.#templates = source.tiles;
    this.#onMissing = onMissing;
    this.on({ tileerror: this.#fails, tileload: this.#comes, tileunload: this.#goes, loading: this.#waits, load: this.#rests });
  }

  getTileUrl({ x, y }) {
    const z = this._getZoomForUrl();
    const row = this.options.tms ? 2 ** z - 1 - y : y;
    const template = this.#templates[Math.abs(x + y) % this.#templates.length];
    return Util.template(template, { x, y: row, z, r: Browser.retina ? '@2x' : '' });
  }

  onAdd(map) {
    super.onAdd(map);
    this.#stop = againAndAgain(() => this.#askAgain());
  }

  onRemove(map) {
    this.#stop();
    clearTimeout(this.#patience);
    this.#failed.clear();
    this.#failures = 0;
    this.#tell(false);
    super.onRemove(map);
  }

  #fails({ tile }) {
    this.#failed.add(tile);
    if (++this.#failures >= FAILURES) this.#tell(true);
  }

  #comes({ tile }) {
    this.#failed.delete(tile);
    this.#failures = 0;
    this.#rests();
    this.#tell(false);
  }

  #goes({ tile }) {
    this.#failed.delete(tile);
  }

  #waits() {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#tell(true), PATIENCE_MS);
  }

  #rests() {
    clearTimeout(this.#patience);
  }

  /** Leaflet gives up a tile that has failed once; as a picture it still can come. */
  #askAgain() {
    for (const tile of this.#failed) {
      const { src } = tile;
      tile.src = src;
    }
  }

  #tell(missing) {
    if (missing === this.#missing) return;
    this.#missing = missing;
    this.#onMissing(missing);
  }
}

function boundsOf([west, south, east, north]) {
  return new LatLngBounds([south, west], [north, east]);
}
