import { rectAround } from '../posts/world.js';
import { words } from '../words.js';
import { ClustersLayer } from './clusters.js';
import { FrontLayer } from './front.js';
import { HeatLayer } from './heat.js';
import { PlacesLayer } from './places.js';
import { PointsLayer } from './points.js';
import { atSpotOf } from './spread.js';

/** More posts of one spot than this are not pulled apart, which would cover the map, but listed. */
const MOST_SPREAD = 30;

/** How near a pointer has to come to a dot, in pixels: a finger is less exact than a mouse. */
const MOUSE_REACH = 12;
const FINGER_REACH = 22;

/**
 * The layers that show posts: the places' outlines, and posts with a position as points, clusters or heat. Turns a place on the map
 * into the post, or the group of posts, that is drawn there.
 */
export class PostLayers {
  #map;
  #view;
  #onScale;
  #places;
  #points;
  #clusters;
  #heat;
  #front;
  #layer = 'points';
  #outlined = true;

  /** @param {import('leaflet').Map} map @param {(scale: object|null) => void} onScale see HeatLayer; null while there is no heat */
  constructor(map, view, clock, colours, onScale) {
    this.#map = map;
    this.#view = view;
    this.#onScale = onScale;
    this.#heat = new HeatLayer('heat', view, colours, onScale);
    this.#clusters = new ClustersLayer('clusters', view, clock, colours).on('change', () => this.#points.redraw());
    this.#places = new PlacesLayer('places', view, colours).addTo(map);
    this.#points = new PointsLayer('points', view, clock, colours).addTo(map);
    this.#points.choose(() => this.#single());
    this.#front = new FrontLayer('front', view, this.#points, colours).addTo(map);
  }

  /** @param {'points'|'clusters'|'heat'} layer of the posts with a position @param {boolean} outlined whether places are drawn */
  show(layer, outlined) {
    this.#layer = layer;
    this.#outlined = outlined;
    this.#front.close();
    this.#places.outline(outlined);
    this.#points.redraw();
    for (const [name, shown] of [['clusters', this.#clusters], ['heat', this.#heat]]) {
      if (name === layer) shown.addTo(this.#map);
      else shown.remove();
    }
    if (layer !== 'heat') this.#onScale(null);
  }

  /** The posts that are drawn one by one. In every layer a place so small that it has no extent is one. */
  #single() {
    const { shown } = this.#view;
    if (this.#layer === 'points') return this.#outlined ? shown : shown.filter(({ exact }) => exact);
    const places = this.#outlined ? shown.filter(({ exact }) => !exact) : [];
    return this.#layer === 'clusters' ? places.concat(this.#clusters.single) : places;
  }

  setArea(bounds) {
    this.#places.setArea(bounds);
  }

  /** Draws what changed. */
  refresh() {
    this.#places.refresh();
    this.#clusters.refresh();
    this.#points.redraw();
    this.#heat.refresh();
    this.#front.redraw();
  }

  /** Draws the posts as they are now: their ages change without them. */
  redraw() {
    this.#clusters.age();
    this.#points.redraw();
    this.#front.redraw();
  }

  recolour(colours) {
    for (const layer of [this.#places, this.#clusters, this.#points, this.#heat, this.#front]) layer.recolour(colours);
  }

  pulse(post) {
    this.#points.pulse(post);
  }

  /**
   * What is meant by a click: a post; or a group to be listed, or null for all. Posts of one spot are pulled apart first.
   *
   * @param {{containerPoint: import('leaflet').Point, originalEvent: MouseEvent}} event
   * @param {(post: object) => void} onPost @param {(group: object|null) => void} onGroup see View#choosePlace
   */
  pick({ containerPoint, originalEvent }, onPost, onGroup) {
    if (originalEvent.detail === 0 && originalEvent.target.closest?.('[data-place]')) {
      return onGroup(this.#places.hit(containerPoint, originalEvent.target));
    }
    const reach = originalEvent.pointerType === 'touch' ? FINGER_REACH : MOUSE_REACH;
    const apart = this.#front.hit(containerPoint, reach);
    if (apart) return onPost(apart);
    const closed = this.#front.close();
    const together = this.#clusters.hit(containerPoint);
    if (together) return this.#pickCluster(together, onPost, onGroup);
    const post = this.#points.hit(containerPoint, reach);
    if (post) return this.#pickSpot(atSpotOf(post, this.#single()), onPost, onGroup);
    const place = this.#places.hit(containerPoint, originalEvent.target);
    if (place || !closed) onGroup(place);
  }

  #pickSpot(posts, onPost, onGroup) {
    if (posts.length === 1) onPost(posts[0]);
    else if (posts.length <= MOST_SPREAD) this.#front.open(posts.toReversed());
    else onGroup(group('spot', words.spot, posts));
  }

  #pickCluster(posts, onPost, onGroup) {
    if (atSpotOf(posts[0], posts).length === posts.length) this.#pickSpot(posts, onPost, onGroup);
    else onGroup(group('cluster', words.cluster, posts));
  }

  /** The part of the world that the posts of a cluster lie in, null where no cluster is drawn; see posts/world.js. */
  clusterAt(containerPoint) {
    const posts = this.#clusters.hit(containerPoint);
    return posts && rectAround(posts);
  }

  /** Puts together again what was pulled apart. @returns {boolean} whether there was any */
  closeSpread() {
    return this.#front.close();
  }

  /** Marks what the pointer is over. @returns {boolean} whether a click there would do something */
  hover({ containerPoint, originalEvent }) {
    const post = this.#front.hit(containerPoint, MOUSE_REACH) ?? this.#clusters.hit(containerPoint) ?? this.#points.hit(containerPoint, MOUSE_REACH);
    const place = post ? null : this.#places.hit(containerPoint, originalEvent.target);
    this.#places.hover(place);
    return Boolean(post || place);
  }

  leave() {
    this.#places.hover(null);
  }
}

/** See View#choosePlace. */
function group(kind, name, posts) {
  const ids = new Set(posts.map(({ id }) => id));
  return { kind, key: `${kind} ${posts[0].id}`, name, rect: rectAround(posts), has: ({ id }) => ids.has(id) };
}
