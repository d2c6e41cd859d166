import { kindColours } from '../colours.js';
import { ageOf } from '../posts/age.js';
import { stillness } from './calm.js';
import { CanvasLayer } from './canvas.js';
import { DotsLayer } from './dots.js';
import { frameOf, placeIn } from './frame.js';
import { Grid } from './grid.js';
import { makeSprites, RADII } from './sprites.js';

/** How long an arrival is seen, and how far its ring spreads. */
const PULSE_MS = 1_200;
const PULSE_PX = 22;

/** Where more come than these in that time nobody could see a single one, and there are no rings until fewer do. */
const MAX_PULSES = 80;

/** Posts with a position, one by one, as dots, the newest on top; over them a ring around each that has just come. */
export class PointsLayer extends CanvasLayer {
  #view;
  #clock;
  #colours;
  #dots;
  #sprites = null;
  #ratio = 1;
  #told = 'age';
  #grid = new Grid();
  #gridFilled = false;
  #xs = new Float32Array(0);
  #ys = new Float32Array(0);
  #within = [];
  #pulses = new Map();
  #crowd = { since: 0, count: 0, seen: false };
  #posts;

  constructor(pane, view, clock, colours) {
    super(pane);
    this.#view = view;
    this.#clock = clock;
    this.#posts = () => view.shown;
    this.#dots = new DotsLayer(pane, () => this.#posts(), (ratio) => this.#brush(ratio));
    this.recolour(colours);
  }

  onAdd(map) {
    this.#dots.addTo(map);
    return super.onAdd(map);
  }

  onRemove(map) {
    this.#dots.remove();
    super.onRemove(map);
  }

  redraw() {
    this.#gridFilled = false;
    this.#dots.redraw();
    super.redraw();
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
    if (stillness?.matches || Number.isNaN(post.x) || document.hidden) return;
    const now = performance.now();
    if (!this.#isCrowded(now)) this.#pulses.set(post.id, now);
  }

  #isCrowded(now) {
    const { since, count } = this.#crowd;
    if (now - since >= PULSE_MS) this.#crowd = { since: now, count: 0, seen: count > MAX_PULSES && now - since < 2 * PULSE_MS };
    return ++this.#crowd.count > MAX_PULSES || this.#crowd.seen;
  }

  /** The post drawn nearest to a point of the map's container, within `radius` pixels; null when there is none. */
  hit({ x, y }, radius) {
    if (!this.#gridFilled) this.#fillGrid(frameOf(this._map, 0));
    const found = this.#grid.nearest(x, y, radius);
    return found < 0 ? null : this.#within[found];
  }

  #fillGrid(frame) {
    const posts = this.#posts();
    const { width, height } = frame;
    if (this.#xs.length < posts.length) {
      this.#xs = new Float32Array(posts.length * 2);
      this.#ys = new Float32Array(posts.length * 2);
    }
    let count = 0;
    for (const post of posts) {
      const { x, y } = placeIn(frame, post);
      if (!(x > -8 && y > -8 && x < width + 8 && y < height + 8)) continue;
      this.#xs[count] = x;
      this.#ys[count] = y;
      this.#within[count++] = post;
    }
    this.#within.length = count;
    this.#grid.fill(width, height, this.#xs, this.#ys, count);
    this.#gridFilled = true;
  }

  /** How posts are painted now; see DotsLayer. */
  #brush(ratio) {
    if (this.#ratio !== ratio) this.#sprites = null;
    this.#ratio = ratio;
    const look = this.#pictures;
    const { points, rings, sizes } = look;
    const { kinds } = this.#view;
    const now = this.#clock.now();
    const dot = (context, post, x, y) => {
      const age = ageOf(post.created, now);
      const size = sizes[age];
      const left = Math.round((x - size / 2) * ratio) / ratio;
      const top = Math.round((y - size / 2) * ratio) / ratio;
      context.drawImage((post.exact ? points : rings)[kinds?.of(post) ?? 0][age], left, top, size, size);
    };
    return { look, now, dot };
  }

  get empty() {
    return this.#pulses.size === 0;
  }

  draw(context, frame) {
    this.#drawPulses(context, frame);
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
      const { x, y } = placeIn(frame, post);
      const eased = 1 - (1 - progress) ** 2;
      ring(context, x, y, RADII[0] + eased * PULSE_PX, this.#colours['age-0'], (1 - progress) * 0.75, 2.5);
    }
    if (this.#pulses.size > 0) super.redraw();
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

function ring(context, x, y, radius, colour, opacity, width) {
  context.globalAlpha = opacity;
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
  context.globalAlpha = 1;
}
