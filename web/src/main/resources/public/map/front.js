import { stillness } from './calm.js';
import { CanvasLayer } from './canvas.js';
import { placeIn } from './frame.js';
import { spread } from './spread.js';

/** Dots that were pulled apart are a little larger than others. */
const ENLARGED = 1.15;

/** How long they take to get there. */
const OPENING_MS = 160;

/**
 * What lies in front of all other posts: the open one, and the posts of one spot pulled apart, each on a leg, until the map is
 * zoomed or something else is clicked.
 */
export class FrontLayer extends CanvasLayer {
  #view;
  #points;
  #colours;
  #ids = [];
  #steps = [];
  #opened = 0;
  #frame = null;

  /** @param {import('./points.js').PointsLayer} points paints the dots */
  constructor(pane, view, points, colours) {
    super(pane);
    this.#view = view;
    this.#points = points;
    this.#colours = colours;
  }

  recolour(colours) {
    this.#colours = colours;
    this.redraw();
  }

  /** @param {object[]} posts of one spot */
  open(posts) {
    this.#ids = posts.map(({ id }) => id);
    this.#steps = spread(posts.length);
    this.#opened = stillness?.matches ? -Infinity : performance.now();
    this.redraw();
  }

  /** @returns {boolean} whether any were pulled apart */
  close() {
    const was = this.#ids.length > 0;
    this.#ids = [];
    this.redraw();
    return was;
  }

  getEvents() {
    return { ...super.getEvents(), zoomstart: () => this.close() };
  }

  /** The post whose dot is nearest to a point of the map's container, within `radius` pixels; null when there is none. */
  hit({ x, y }, radius) {
    let [found, least] = [null, radius];
    for (const dot of this.#dots()) {
      const d = Math.hypot(dot.x - this.#frame.margin.x - x, dot.y - this.#frame.margin.y - y);
      if (d < least) [found, least] = [dot.post, d];
    }
    return found;
  }

  get empty() {
    return this.#ids.length === 0 && this.#view.selected === null;
  }

  draw(context, frame) {
    this.#frame = frame;
    const out = Math.min(1, (performance.now() - this.#opened) / OPENING_MS);
    const dots = this.#dots(out);
    context.strokeStyle = this.#colours['ink-2'];
    context.beginPath();
    for (const { from, x, y } of dots) {
      context.moveTo(from.x, from.y);
      context.lineTo(x, y);
    }
    context.globalAlpha = 0.6;
    context.stroke();
    context.globalAlpha = 1;
    const open = this.#view.selected;
    if (open && !Number.isNaN(open.x)) this.#points.paintOpen(context, open, dots.find(({ post }) => post === open) ?? placeIn(frame, open));
    for (const { post, x, y } of dots) if (post !== open) this.#points.paint(context, post, x, y, ENLARGED);
    if (out < 1) this.redraw();
  }

  /** Those that are still shown, with where they are in the frame, in pixels. */
  #dots(out = 1) {
    const dots = [];
    this.#ids.forEach((id, i) => {
      const post = this.#view.find(id);
      if (post === null) return;
      const from = placeIn(this.#frame, post);
      dots.push({ post, from, x: from.x + this.#steps[i].x * out, y: from.y + this.#steps[i].y * out });
    });
    return dots;
  }
}
