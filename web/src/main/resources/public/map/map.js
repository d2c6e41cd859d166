import { LatLngBounds } from 'leaflet';
import { onReturn } from '../address.js';
import { readColours } from '../colours.js';
import { intersects, latOf, lonOf, nearestCopy, worldX, worldY } from '../posts/world.js';
import { words } from '../words.js';
import { BoxLayer } from './box.js';
import { CalmMap } from './calm.js';
import { APART_ZOOM } from './clusters.js';
import { Ground } from './ground.js';
import { Position } from './position.js';
import { PostLayers } from './postlayers.js';

/** The map: ground and tiles, and above them the posts. It shows what the view shows, and says what was clicked. */
export class CityMap {
  #map;
  #ground;
  #posts;
  #position;
  #bounds = null;

  /**
   * @param {HTMLElement} element
   * @param {import('../posts/view.js').View} view
   * @param {import('../posts/clock.js').Clock} clock
   * @param {(missing: boolean) => void} onTilesMissing
   * @param {(scale: object|null) => void} onScale see PostLayers
   */
  constructor(element, view, clock, onTilesMissing, onScale) {
    this.#map = new CalmMap(element, {
      zoomControl: false,
      worldCopyJump: true,
      minZoom: 2,
      maxZoom: 19,
      zoomSnap: 0.25,
      zoomDelta: 1,
      doubleClickZoom: false,
      wheelPxPerZoomLevel: 90,
    });
    this.#map.attributionControl.setPrefix(false);
    this.#map.createPane('basemap').classList.add('basemap-pane');
    this.#map.createPane('heat').classList.add('heat-pane');
    this.#map.createPane('places').classList.add('places-pane');
    this.#map.createPane('points').classList.add('points-pane');
    this.#map.createPane('clusters').classList.add('clusters-pane');
    this.#map.createPane('front').classList.add('front-pane');
    this.#map.setView([0, 0], 2);
    const colours = readColours();
    this.#ground = new Ground(this.#map, colours, onTilesMissing);
    this.#posts = new PostLayers(this.#map, view, clock, colours, onScale);
    this.#position = new Position(this.#map);
    onReturn(() => this.#position.restore());
    // The arrows are the map's, also where a screen reader would take them.
    element.setAttribute('role', 'application');
    element.setAttribute('aria-label', words.mapLabel);
    this.#map.on('dblclick', (event) => this.#doubleClicked(event));
    this.#map.on('mousemove', (event) => this.#hovered(event));
    this.#map.on('mouseout', () => this.#posts.leave());
    new ResizeObserver(() => this.#map.invalidateSize({ pan: false })).observe(element);
  }

  /** Draws what changed. */
  refresh() {
    this.#posts.refresh();
  }

  /** Draws the posts in the colours of their ages now. */
  redraw() {
    this.#posts.redraw();
  }

  /** Which layer shows the posts, and whether places are outlined; see PostLayers. */
  show(layer, outlined) {
    this.#posts.show(layer, outlined);
  }

  /** Puts posts of one spot together again. @returns {boolean} whether any were pulled apart */
  closeSpread() {
    return this.#posts.closeSpread();
  }

  recolour() {
    const colours = readColours();
    this.#ground.recolour(colours);
    this.#posts.recolour(colours);
  }

  pulse(post) {
    this.#posts.pulse(post);
  }

  /** @param {number[]} bounds of the area in degrees: west, south, east, north; west greater over the antimeridian */
  setArea(bounds) {
    const known = this.#bounds?.join() === bounds.join();
    this.#bounds = bounds;
    this.#posts.setArea(bounds);
    if (!known && !this.#position.restore()) this.fit({ animate: false });
  }

  /** Which basemap is chosen, `streets` or `drawn`; setting it puts it into the address, and Back undoes it (see onReturn). */
  get basemap() {
    return this.#ground.chosen;
  }

  set basemap(name) {
    this.#ground.choose(name);
  }

  /** Whether there are streets to choose: a server can be set to want no tiles. */
  get hasStreets() {
    return this.#ground.hasStreets;
  }

  /** The whole area. */
  fit(options = {}) {
    if (this.#bounds === null) return;
    this.#position.forget();
    const [west, south, east, north] = this.#bounds;
    const box = new LatLngBounds([south, west], [north, east < west ? east + 360 : east]);
    this.#map.fitBounds(box, { padding: [24, 24], ...options });
  }

  zoom(steps) {
    this.#position.moved();
    this.#map.setZoom(this.#map.getZoom() + steps);
  }

  /** A box that can be drawn on it. @param {(box: object) => void} onChange see BoxLayer */
  boxLayer(onChange) {
    return new BoxLayer(this.#map, onChange);
  }

  /** The visible part of the world, as posts/world.js has it. */
  get rect() {
    const box = this.#map.getBounds();
    const x = worldX(box.getWest());
    const y = worldY(box.getNorth());
    return { x, y, w: Math.min(1, worldX(box.getEast()) - x), h: worldY(box.getSouth()) - y };
  }

  /** Moves there only where it can't be seen. */
  reveal(rect) {
    this.#position.moved();
    if (!intersects(this.rect, rect)) this.#map.fitBounds(boundsOf(rect), { padding: [40, 40], maxZoom: 14 });
  }

  /** In pixels. */
  get size() {
    const { x: width, y: height } = this.#map.getSize();
    return { width, height };
  }

  /** Where a post is, in pixels of the map's element; of a place the middle of what is visible of it. */
  pixelOf(post) {
    const { x, y, w, h } = this.rect;
    const size = this.#map.getSize();
    const box = post.rect ?? { x: post.x, y: post.y, w: 0, h: 0 };
    const left = ((nearestCopy(box.x + box.w / 2, x + w / 2) - box.w / 2 - x) / w) * size.x;
    const top = ((box.y - y) / h) * size.y;
    const right = left + (box.w / w) * size.x;
    const bottom = top + (box.h / h) * size.y;
    if (post.rect === null) return { x: left, y: top };
    return { x: (Math.max(0, left) + Math.min(size.x, right)) / 2, y: (Math.max(0, top) + Math.min(size.y, bottom)) / 2 };
  }

  /** @param {() => void} listener told while the map moves */
  onMove(listener) {
    this.#map.on('move zoomend resize', listener);
  }

  /** @param {(post: object) => void} onPost @param {(group: object|null) => void} onGroup null for the bare map */
  onPick(onPost, onGroup) {
    this.#map.on('click', (event) => this.#posts.pick(event, onPost, onGroup));
  }

  /** Zooms to where a cluster comes apart, else a step. */
  #doubleClicked({ containerPoint, originalEvent }) {
    const rect = this.#posts.clusterAt(containerPoint);
    if (rect) this.#map.fitBounds(boundsOf(rect), { padding: [60, 60], maxZoom: APART_ZOOM });
    else this.#map.setZoomAround(containerPoint, this.#map.getZoom() + (originalEvent.shiftKey ? -1 : 1));
  }

  #hovered(event) {
    if (event.originalEvent.pointerType === 'touch') return;
    this.#map.getContainer().classList.toggle('pointing', this.#posts.hover(event));
  }
}

function boundsOf({ x, y, w, h }) {
  return new LatLngBounds([latOf(y + h), lonOf(x)], [latOf(y), lonOf(x + w)]);
}
