import { asked, onReturn, remember } from '../address.js';
import { words } from '../words.js';

/** In the address a box has so many decimals: a step of eleven metres at most. */
const DECIMALS = 4;

/**
 * The button that draws a box, and the box in the page's address as `box=west,south,east,north`. Pressed again while
 * it waits for a drag, the box is what the map shows, which needs no pointer; pressed once more, there is none.
 */
export class BoxTool {
  #button;
  #view;
  #layer;

  /** @param {HTMLButtonElement} button @param {import('../map/box.js').BoxLayer} layer */
  constructor(button, view, layer) {
    this.#button = button;
    this.#view = view;
    this.#layer = layer;
    button.addEventListener('click', () => this.press());
    onReturn(() => this.read());
    this.#tell();
  }

  press() {
    if (this.#view.box) this.choose(null);
    else if (this.#layer.drawing) this.choose(this.#layer.visible);
    else this.#layer.draw(true);
    this.#tell();
  }

  /** Gives up drawing, else the box. @returns {boolean} whether there was one of the two */
  escape() {
    const was = this.#layer.drawing || this.#view.box !== null;
    if (this.#layer.drawing) this.#layer.draw(false);
    else if (this.#view.box) this.choose(null);
    this.#tell();
    return was;
  }

  /** Takes the box that the address has. */
  read() {
    const degrees = asked('box')?.split(',').map(Number) ?? [];
    const [west, south, east, north] = degrees;
    const valid = degrees.length === 4 && degrees.every(Number.isFinite) && Math.abs(west) <= 180 && Math.abs(east) <= 180
      && south >= -90 && south < north && north <= 90;
    this.#set(valid ? { west, south, east, north } : null);
  }

  /** A box, or none, and remembers it. */
  choose(box) {
    remember({ box: box && [box.west, box.south, box.east, box.north].map((n) => Number(n.toFixed(DECIMALS))).join() });
    this.#set(box);
  }

  #set(box) {
    this.#layer.draw(false);
    this.#layer.show(box);
    this.#view.setBox(box);
    this.#tell();
  }

  #tell() {
    const said = this.#view.box ? words.removeBox : this.#layer.drawing ? words.boxOfMap : words.drawBox;
    this.#button.setAttribute('aria-pressed', String(this.#view.box !== null || this.#layer.drawing));
    this.#button.setAttribute('aria-label', said);
    this.#button.title = `${said} (b)`;
  }
}
