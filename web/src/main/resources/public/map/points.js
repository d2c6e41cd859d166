import { kindColours } from '../colours.js';
import { ageOf } from '../posts/age.js';
import { nearestCopy } from '../posts/world.js';
import { CanvasLayer } from './canvas.js';
import { Grid } from './grid.js';
import { makeSprites, RADII } from './sprites.js';

/** How long an arrival is seen, and how far its ring spreads. */
const PULSE_MS = 1_200;
const PULSE_PX = 22;

/** With more arrivals than this at once nobody could see a single one. */
const MAX_PULSES = 150;

const stillness = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');

/** Posts with a position, one by one, on one canvas, the newest on top. */
export class PointsLayer extends CanvasLayer {
  #view;
  #clock;
  #colours;
  #sprites = null;
  #ratio = 1;
  #told = 'age';
  #grid = new Grid();
  #gridFilled = false;
  #xs = new Float32Array(0);
  #ys = new Float32Array(0);
  #drawn = [];
  #frame = null;
  #pulses = new Map();
  #posts;

  constructor(pane, view, clock, colours) {
    super(pane);
    this.#view = view;
    this.#clock = clock;
    this.#posts = () => view.shown;
    this.recolour(colours);
  }

  recolour(colours) {
    this.#colours = colours;
    this.#sprites = null;
    this.redraw();
  }

  /** @param {() => object[]} posts which ones to draw, the oldest first: all that are shown, unless this was called */
  choose(posts) {
    this.#posts = posts;
    this.redraw();
  }

  /** A post has just arrived: its place on the map says so for a moment. */
  pulse(post) {
    if (stillness?.matches || Number.isNaN(post.x) || document.hidden || this.#pulses.size >= MAX_PULSES) return;
    this.#pulses.set(post.id, performance.now());
  }

  /** The post drawn nearest to a point of the map's container, within `radius` pixels; null when there is none. */
  hit({ x, y }, radius) {
    const frame = this.#frame;
    if (frame === null) return null;
    if (!this.#gridFilled) {
      this.#grid.fill(frame.width, frame.height, this.#xs, this.#ys, this.#drawn.length);
      this.#gridFilled = true;
    }
    const found = this.#grid.nearest(x + frame.margin.x, y + frame.margin.y, radius);
    return found < 0 ? null : this.#drawn[found];
  }

  draw(context, frame) {
    if (this.#ratio !== frame.ratio) this.#sprites = null;
    this.#ratio = frame.ratio;
    const posts = this.#posts();
    this.#place(posts, frame);
    this.#drawPulses(context, frame);
    this.#drawPoints(context, posts);
  }

  /** Where each post in the frame is, in pixels. */
  #place(posts, frame) {
    if (this.#xs.length < posts.length) {
      this.#xs = new Float32Array(posts.length * 2);
      this.#ys = new Float32Array(posts.length * 2);
    }
    const { scale, left, top, width, height, middle } = frame;
    let count = 0;
    for (let i = 0; i < posts.length; i++) {
      const post = posts[i];
      const x = (post.x - Math.round(post.x - middle)) * scale - left;
      const y = post.y * scale - top;
      // Positions that are not a number, of posts that name only a place, fail this too.
      if (!(x > -8 && y > -8 && x < width + 8 && y < height + 8)) continue;
      this.#xs[count] = x;
      this.#ys[count] = y;
      this.#drawn[count++] = post;
    }
    this.#drawn.length = count;
    this.#frame = frame;
    this.#gridFilled = false;
  }

  #drawPoints(context) {
    const { points, rings, sizes } = this.#pictures;
    const now = this.#clock.now();
    const ratio = this.#ratio;
    const { kinds } = this.#view;
    for (let i = 0; i < this.#drawn.length; i++) {
      const post = this.#drawn[i];
      const age = ageOf(post.created, now);
      const size = sizes[age];
      const x = Math.round((this.#xs[i] - size / 2) * ratio) / ratio;
      const y = Math.round((this.#ys[i] - size / 2) * ratio) / ratio;
      context.drawImage((post.exact ? points : rings)[kinds?.of(post) ?? 0][age], x, y, size, size);
    }
  }

  #drawPulses(context, frame) {
    const now = performance.now();
    for (const [id, began] of this.#pulses) {
      const progress = (now - began) / PULSE_MS;
      const post = progress < 1 ? this.#view.find(id) : null;
      if (!post) {
        this.#pulses.delete(id);
        continue;
      }
      const { x, y } = at(post, frame);
      const eased = 1 - (1 - progress) ** 2;
      ring(context, x, y, RADII[0] + eased * PULSE_PX, this.#colours['age-0'], (1 - progress) * 0.75, 2.5);
    }
    if (this.#pulses.size > 0) this.redraw();
  }

  /** Paints the open post onto a canvas of the same frame. */
  paintOpen(context, post, { x, y }) {
    const colour = this.#view.kinds === null
      ? this.#colours[`age-${ageOf(post.created, this.#clock.now())}`] : kindColours(this.#colours)[this.#view.kinds.of(post)];
    ring(context, x, y, 25, colour, 0.25, 1.5);
    ring(context, x, y, 17, colour, 0.8, 2);
    this.paint(context, post, x, y, 1.3);
  }

  /** Paints a post onto a canvas of the same frame, larger than others. */
  paint(context, post, x, y, enlarged) {
    const { points, rings, sizes } = this.#pictures;
    const age = ageOf(post.created, this.#clock.now());
    const size = sizes[age] * enlarged;
    context.drawImage((post.exact ? points : rings)[this.#view.kinds?.of(post) ?? 0][age], x - size / 2, y - size / 2, size, size);
  }

  /** The sprites, made anew where the theme, the resolution or what colours tell have changed. */
  get #pictures() {
    const { kinds, colours } = this.#view;
    if (this.#told !== colours) this.#sprites = null;
    this.#told = colours;
    this.#sprites ??= makeSprites(this.#colours, this.#ratio, kinds && kindColours(this.#colours));
    return this.#sprites;
  }
}

function at(post, { scale, left, top, middle }) {
  return { x: nearestCopy(post.x, middle) * scale - left, y: post.y * scale - top };
}

function ring(context, x, y, radius, colour, opacity, width) {
  context.globalAlpha = opacity;
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
  context.globalAlpha = 1;
}
