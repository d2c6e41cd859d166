import { asked, onReturn, remember } from '../address.js';

/** What the map shows when the address says nothing. */
const DEFAULT = 'points';

/**
 * The menu of what the map shows: posts as points, clusters or heat, whether places are outlined, and the basemap. The first two
 * stand in the page's address as `layers=heat` and `places=hidden`; the map itself keeps the third there.
 */
export class LayersMenu {
  #root;
  #layers;
  #basemaps;
  #places;
  #map;

  /** @param {HTMLElement} root the popover @param {import('../map/map.js').CityMap} map */
  constructor(root, map) {
    this.#root = root;
    this.#map = map;
    this.#layers = [...root.querySelectorAll('[name=layers]')];
    this.#basemaps = [...root.querySelectorAll('[name=basemap]')];
    this.#places = root.querySelector('[name=places]');
    root.addEventListener('change', ({ target }) => (target.name === 'basemap' ? (map.basemap = target.value) : this.#choose()));
    root.addEventListener('toggle', ({ newState }) => newState === 'open' && this.#opened());
    onReturn(() => this.#read());
    this.#read();
  }

  open() {
    this.#root.showPopover();
  }

  #opened() {
    this.#basemaps[0].closest('fieldset').hidden = !this.#map.hasStreets;
    chosen(this.#layers).focus();
  }

  #choose() {
    const layer = chosen(this.#layers).value;
    remember({ layers: layer === DEFAULT ? null : layer, places: this.#places.checked ? null : 'hidden' });
    this.#show();
  }

  #read() {
    const layer = asked('layers');
    (withValue(this.#layers, layer) ?? withValue(this.#layers, DEFAULT)).checked = true;
    withValue(this.#basemaps, this.#map.basemap).checked = true;
    this.#places.checked = asked('places') !== 'hidden';
    this.#show();
  }

  #show() {
    this.#map.show(chosen(this.#layers).value, this.#places.checked);
  }
}

function chosen(radios) {
  return radios.find(({ checked }) => checked);
}

function withValue(radios, value) {
  return radios.find((radio) => radio.value === value);
}
