import { CanvasLayer } from './canvas.js';
import { decode, trace } from './shapes.js';

/** Beside this module, wherever that is served from. */
const SHAPES = new URL('./basemap.json', import.meta.url);

/** How wide borders are, in pixels. */
const BORDER = 1.25;
const STATE = 0.75;

/**
 * The drawn basemap: land, lakes and borders, under the tiles and in their stead where they can't be had. Made by
 * basemap/build.mjs from public-domain data: Natural Earth, and the US Census Bureau. Until its shapes have come, and if they
 * never do, the ground is bare.
 */
export class BasemapLayer extends CanvasLayer {
  #colours;
  #layers = null;

  /** @param {string} pane @param {Record<string, string>} colours with `land`, `water` and `border` */
  constructor(pane, colours) {
    super(pane);
    this.#colours = colours;
  }

  recolour(colours) {
    this.#colours = colours;
    this.redraw();
  }

  onAdd(map) {
    if (this.#layers === null) this.#load();
    return super.onAdd(map);
  }

  async #load() {
    this.#layers = [];
    try {
      const response = await fetch(SHAPES);
      if (!response.ok) throw new Error(`${response.status} ${SHAPES}`);
      const { layers, digits } = await response.json();
      this.#layers = layers.map((layer) => ({ ...layer, shapes: layer.shapes.map((text) => decode(text, digits)) }));
      this.redraw();
    } catch (error) {
      console.warn('The drawn basemap did not come:', error);
    }
  }

  draw(context, frame) {
    if (this.#layers.length === 0) return;
    context.fillStyle = this.#colours.water;
    context.fillRect(0, 0, frame.width, frame.height);
    context.lineJoin = 'round';
    for (const { fill, stroke, degrees, shapes } of this.#layers) {
      context.beginPath();
      for (const shape of shapes) trace(context, shape, frame, fill !== undefined);
      if (fill !== undefined) {
        context.fillStyle = this.#colours[fill];
        context.fill();
      } else {
        context.strokeStyle = stroke === 'land' ? this.#colours.land : this.#colours.border;
        context.lineWidth = stroke === 'land' ? (degrees / 360) * frame.scale : stroke === 'state' ? STATE : BORDER;
        context.stroke();
      }
    }
  }
}
