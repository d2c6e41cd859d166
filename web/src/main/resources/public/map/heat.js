import { CanvasLayer } from './canvas.js';
import { AROUND, CELL, density, roundUp, share } from './density.js';

/** Fewer posts around than this don't make a place hot: the scale of a map with few posts does not end below. */
const LEAST_TOP = 6;

/** A share of so few posts says nothing, and is not shown; of so many it is shown in full. */
const NO_EVIDENCE = 3;
const FULL_EVIDENCE = 12;

/** New posts change heat too little to be seen in every frame: it is counted anew this often, in milliseconds. */
const EVERY_MS = 200;

/** Steps of the colour ramp; and its stops, of which the first is seen through. */
const STEPS = 256;
const STOPS = ['heat-0', 'heat-1', 'heat-2', 'heat-3'];

/** The equator in kilometres, on the sphere of EPSG:3857. */
const EQUATOR_KM = 40_075.016_686;

/**
 * Where posts with an exact position are dense. While posts are filtered it is the share that match of those that could: how
 * many people write where is then left out. Whoever has it is told what its colours mean.
 */
export class HeatLayer extends CanvasLayer {
  #view;
  #colours;
  #onScale;
  #ramp = null;
  #timer = null;
  #canvas = new OffscreenCanvas(1, 1);

  /** @param {(scale: {share: boolean, top: number}) => void} onScale what the ramp's end stands for: a share, or posts a km² */
  constructor(pane, view, colours, onScale) {
    super(pane);
    this.#view = view;
    this.#onScale = onScale;
    this.recolour(colours);
  }

  recolour(colours) {
    this.#colours = colours;
    this.#ramp = null;
    this.redraw();
  }

  /** To be called when the posts shown have changed. */
  refresh() {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.redraw();
    }, EVERY_MS);
  }

  draw(context, frame) {
    this.#ramp ??= rampOf(this.#colours);
    const shown = density(this.#view.shown, frame);
    if (this.#view.filter === null) this.#drawDensity(context, frame, shown);
    else this.#drawShare(context, shown, density(this.#view.comparable, frame).values);
  }

  #drawDensity(context, frame, shown) {
    const perKm2 = 1 / (CELL * kmPerPixel(frame)) ** 2;
    const top = roundUp(Math.max(highest(shown.values), LEAST_TOP / AROUND) * perKm2);
    this.#onScale({ share: false, top });
    // The root makes room for what is between a quiet street and a full stadium.
    this.#paint(context, shown, (i) => Math.sqrt((shown.values[i] * perKm2) / top), (i) => shown.values[i] * AROUND);
  }

  #drawShare(context, shown, all) {
    const shares = share(shown.values, all);
    const evidence = (i) => (all[i] * AROUND - NO_EVIDENCE) / (FULL_EVIDENCE - NO_EVIDENCE);
    const top = Math.min(1, roundUp(highest(shares.map((s, i) => (evidence(i) > 0 ? s : 0)))));
    this.#onScale({ share: true, top });
    this.#paint(context, shown, (i) => shares[i] / (top || 1), evidence);
  }

  /** @param {(i: number) => number} level of a cell, 0 to 1 @param {(i: number) => number} opacity of a cell, cut off at 0 and 1 */
  #paint(context, { columns, rows, x, y, values }, level, opacity) {
    const canvas = this.#canvas;
    if (canvas.width !== columns || canvas.height !== rows) [canvas.width, canvas.height] = [columns, rows];
    const cells = canvas.getContext('2d', { willReadFrequently: true });
    const image = cells.createImageData(columns, rows);
    for (let i = 0; i < values.length; i++) {
      const shown = Math.min(1, opacity(i));
      if (!(shown > 0)) continue;
      const colour = Math.min(STEPS - 1, Math.floor(level(i) * STEPS)) * 4;
      image.data[i * 4] = this.#ramp[colour];
      image.data[i * 4 + 1] = this.#ramp[colour + 1];
      image.data[i * 4 + 2] = this.#ramp[colour + 2];
      image.data[i * 4 + 3] = this.#ramp[colour + 3] * shown;
    }
    cells.putImageData(image, 0, 0);
    context.imageSmoothingQuality = 'high';
    context.drawImage(canvas, x, y, columns * CELL, rows * CELL);
  }
}

function highest(values) {
  return values.reduce((a, b) => Math.max(a, b), 0);
}

/** In the middle of the frame; the projection stretches what is far from the equator. */
function kmPerPixel({ scale, top, height }) {
  const y = (top + height / 2) / scale;
  return (EQUATOR_KM / scale) / Math.cosh((0.5 - y) * 2 * Math.PI);
}

/** The colours from the lowest to the highest, four bytes each. */
function rampOf(colours) {
  const context = new OffscreenCanvas(STEPS, 1).getContext('2d');
  const gradient = context.createLinearGradient(0, 0, STEPS, 0);
  STOPS.forEach((name, i) => gradient.addColorStop(i / (STOPS.length - 1), colours[name]));
  context.fillStyle = gradient;
  context.fillRect(0, 0, STEPS, 1);
  return context.getImageData(0, 0, STEPS, 1).data;
}
