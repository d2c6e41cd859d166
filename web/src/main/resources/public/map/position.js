import { asked, note } from '../address.js';

/** Decimals of a degree: a step of a metre. */
const DECIMALS = 5;

/** The map's position in the address, as `at=latitude,longitude,zoom`, once someone has moved it. */
export class Position {
  #map;
  #moved = false;

  /** @param {import('leaflet').Map} map */
  constructor(map) {
    this.#map = map;
    for (const type of ['pointerdown', 'wheel', 'keydown']) map.getContainer().addEventListener(type, () => this.moved(), { passive: true });
    map.on('moveend', () => this.#note());
  }

  /** From now on where the map is has been chosen. */
  moved() {
    this.#moved = true;
  }

  /** It is where it goes by itself. */
  forget() {
    this.#moved = false;
    note({ at: null });
  }

  /** Goes to where the address says. @returns {boolean} whether it says so */
  restore() {
    const [lat, lon, zoom] = asked('at')?.split(',').map(parseFloat) ?? [];
    if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 540 && zoom >= 0)) return false;
    this.#moved = false;
    this.#map.setView([lat, lon], zoom, { animate: false });
    return true;
  }

  #note() {
    if (!this.#moved) return;
    const { lat, lng } = this.#map.getCenter();
    note({ at: [lat, lng].map((degrees) => Number(degrees.toFixed(DECIMALS))).concat(this.#map.getZoom()).join() });
  }
}
