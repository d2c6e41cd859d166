import { kindColours } from '../colours.js';
import { ageOf } from '../posts/age.js';
import { words } from '../words.js';
import { CanvasLayer } from './canvas.js';
import { Clustering } from './clustering.js';
import { placeIn } from './frame.js';
import { gather } from './gather.js';

/** From this zoom on posts are points: what is still together then is one spot. */
export const APART_ZOOM = 18;

/** A cluster's radius: that of one post, and what ten times as many add, in pixels; and the width of its ring. */
const RADIUS = 13;
const TENFOLD = 4.5;
const RING = 5;

/**
 * Posts that lie close together as one circle with their count, and around it a ring that tells their ages, sources or languages, as the
 * legend does. Which posts are together is found out beside the page, so what has just come joins a moment later.
 */
export class ClustersLayer extends CanvasLayer {
  #view;
  #clock;
  #colours;
  #clustering = new Clustering((answer) => this.#take(answer));
  #found = null;
  #clusters = null;
  #told = 'age';
  #listed = null;
  #frame = null;

  constructor(pane, view, clock, colours) {
    super(pane);
    this.#view = view;
    this.#clock = clock;
    this.#colours = colours;
  }

  recolour(colours) {
    this.#colours = colours;
    this.redraw();
  }

  onAdd(map) {
    super.onAdd(map);
    this.refresh();
    return this;
  }

  onRemove(map) {
    super.onRemove(map);
    this.#clustering.stop();
    this.#found = null;
    this.#clusters = null;
  }

  getEvents() {
    const events = super.getEvents();
    return {
      ...events,
      zoomend: () => {
        events.zoomend();
        this.refresh();
      },
    };
  }

  /** Finds out anew what is together; to be called when the posts shown have changed. */
  refresh() {
    if (!this._map) return;
    if (this.#told !== this.#view.colours || this.#listed !== this.#view.place) this.redraw();
    const zoom = Math.floor(this._map.getZoom());
    if (zoom < APART_ZOOM) this.#clustering.ask(() => this.#exact, zoom, zoom !== this.#found?.zoom);
    else this.#take(null);
  }

  /** Counts ages anew. */
  age() {
    this.#clusters = null;
    this.redraw();
  }

  get #exact() {
    return this.#view.shown.filter(({ exact }) => exact);
  }

  /** The posts that are in no cluster. */
  get single() {
    if (this.#found === null) return this.#exact;
    const { posts, clusterOf } = this.#found;
    return posts.filter((post, i) => clusterOf[i] < 0 && !post.gone);
  }

  /** The posts of the cluster that is drawn at a point of the map's container, the oldest first; null when there is none. */
  hit({ x, y }) {
    if (this.#found === null || this.#clusters === null || this.#frame === null) return null;
    const number = this.#clusters.findIndex((cluster) => {
      const at = placeIn(this.#frame, cluster);
      return Math.hypot(at.x - this.#frame.margin.x - x, at.y - this.#frame.margin.y - y) <= radiusOf(cluster.count);
    });
    if (number < 0) return null;
    const { posts, clusterOf } = this.#found;
    return posts.filter((post, i) => clusterOf[i] === number && !post.gone);
  }

  #take(found) {
    this.#found = found;
    this.#clusters = null;
    this.redraw();
    this.fire('change');
  }

  draw(context, frame) {
    this.#frame = frame;
    if (this.#found === null) return;
    const { kinds, colours, place } = this.#view;
    this.#listed = place;
    if (this.#told !== colours) this.#clusters = null;
    this.#told = colours;
    const now = this.#clock.now();
    this.#clusters ??= gather(this.#found, kinds ? (post) => kinds.of(post) : (post) => ageOf(post.created, now));
    const ring = kinds ? kindColours(this.#colours) : [0, 1, 2, 3].map((age) => this.#colours[`age-${age}`]);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (const cluster of this.#clusters.filter(({ count }) => count > 0)) {
      const { x, y } = placeIn(frame, cluster);
      const r = radiusOf(cluster.count);
      if (x + r > 0 && y + r > 0 && x - r < frame.width && y - r < frame.height) this.#drawCluster(context, cluster, x, y, r, ring);
    }
  }

  #drawCluster(context, { count, kinds, first }, x, y, r, ring) {
    if (this.#view.place?.key === `cluster ${first.id}`) disc(context, x, y, r + 4, this.#colours.accent);
    disc(context, x, y, r + 1.5, this.#colours.panel);
    let from = -Math.PI / 2;
    kinds.forEach((of, kind) => {
      if (!of) return;
      const to = from + (of / count) * 2 * Math.PI;
      context.beginPath();
      context.arc(x, y, r - RING / 2, from, to);
      context.lineWidth = RING;
      context.strokeStyle = ring[kind];
      context.stroke();
      from = to;
    });
    context.fillStyle = this.#colours.ink;
    context.font = `600 ${count < 1_000 ? 12.5 : 11.5}px system-ui, sans-serif`;
    context.fillText(words.brief(count), x, y + 0.5);
  }
}

function radiusOf(count) {
  return RADIUS + TENFOLD * Math.log10(count);
}

function disc(context, x, y, radius, colour) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}
