import { Kinds, languageOf, sourceOf } from './kinds.js';
import { contains, intersects, worldRect } from './world.js';

/**
 * What of the posts is looked at: all of them, or while paused those that had come by then; of these the ones that
 * pass the filter, lie in the box and were written in the time window; which post is open; which place's posts are listed; what
 * the colours mean. Map and panels read it and are told when it changes.
 */
export class View {
  #posts;
  #pausedAt = null;
  #opened = null;
  #place = null;
  #filter = null;
  #box = null;
  #window = null;
  #kinds = { source: new Kinds(sourceOf), language: new Kinds(languageOf) };
  #colours = 'age';
  #present = null;
  #shown = null;
  #comparable = null;
  #listeners = new Set();

  constructor(posts) {
    this.#posts = posts;
    posts.subscribe(() => this.#changed());
  }

  /** The posts there are, or were when it was paused, whatever the filter; the oldest first, valid until the next change. */
  get present() {
    this.#present ??= this.paused ? this.#posts.all().filter((p) => this.#isBeforePause(p)) : this.#posts.all();
    return this.#present;
  }

  /** The posts shown: of those present the ones that pass; the oldest first, valid until the next change. */
  get shown() {
    this.#shown ??= this.#filter || this.#box || this.#window ? this.present.filter((p) => this.#passes(p)) : this.present;
    return this.#shown;
  }

  /** What would be shown without the filter: the posts present that lie in the box and were written in the window. */
  get comparable() {
    this.#comparable ??= this.#box || this.#window ? this.present.filter((p) => this.#inBox(p) && this.#inWindow(p)) : this.present;
    return this.#comparable;
  }

  /** The post with this id if it is shown, else null. */
  find(id) {
    const post = this.#posts.get(id);
    return post && (!this.paused || this.#isBeforePause(post)) && this.#passes(post) ? post : null;
  }

  /** Whether a post passes the filter and the box, whenever it was written. */
  matches(post) {
    return this.#inBox(post) && (this.#filter === null || this.#filter.matches(post));
  }

  #passes(post) {
    return this.#inWindow(post) && this.matches(post);
  }

  #inBox(post) {
    return this.#box === null || within(this.#box.rect, post);
  }

  #inWindow({ created }) {
    return this.#window === null || (created > this.#window.from && created <= this.#window.to);
  }

  get paused() {
    return this.#pausedAt !== null;
  }

  /** The `arrival` of the latest post shown. */
  get arrivals() {
    return this.#pausedAt?.arrival ?? this.#posts.arrivals;
  }

  /** How many posts came since the pause, and are kept for its end. */
  get waiting() {
    return this.paused ? this.#posts.size - this.present.length : 0;
  }

  /** Pausing stops the showing, not the receiving. */
  togglePause() {
    const { arrivals } = this.#posts;
    this.#pausedAt = this.paused ? null : { arrival: arrivals, created: this.#posts.all().at(-1)?.created ?? -Infinity };
    this.#changed();
  }

  /** What is loaded of the past was there before the pause, unless it was written later than all that was. */
  #isBeforePause({ arrival, created }) {
    return arrival <= this.#pausedAt.arrival && (arrival > 0 || created <= this.#pausedAt.created);
  }

  /** The open post or null; also null while the one that was asked for has not come, or when it was taken back. */
  get selected() {
    return (this.#opened !== null && this.#posts.get(this.#opened)) || null;
  }

  /** The id of the post that was asked for, or null. */
  get opened() {
    return this.#opened;
  }

  /** @param {string|null} id opens this post, as soon as it is there, or closes the open one */
  select(id) {
    this.#opened = id;
    this.#changed();
  }

  /** The place whose posts alone are listed, or null; see {@link choosePlace}. */
  get place() {
    return this.#place;
  }

  /**
   * @param {{key: string, name: string, kind?: string, has?: (post: object) => boolean}|null} place with `has` it is another
   *     group of posts: those of one `spot`, or of a `cluster`, as `kind` says
   */
  choosePlace(place) {
    const { key, name, kind, has } = place ?? {};
    this.#place = place && { key, name, kind: has ? kind : 'place', has: has ?? ((post) => post.placeKey === key) };
    this.#changed();
  }

  /** What posts have to have: a {@link import('../filter/filter.js').Filter}, or null for any. */
  get filter() {
    return this.#filter;
  }

  setFilter(filter) {
    this.#filter = filter;
    this.#changed();
  }

  /** The moment that is shown, by which ages are told: the window's end, else the given present. */
  momentOf(now) {
    return this.#window?.to ?? now;
  }

  /** Where posts have to be, `{west, south, east, north}` in degrees, or null for anywhere. */
  get box() {
    return this.#box;
  }

  setBox(box) {
    this.#box = box && { ...box, rect: worldRect([box.west, box.south, box.east, box.north]) };
    this.#changed();
  }

  /** When posts have to have been written, `{from, to}` in milliseconds, or null while the present is shown. */
  get window() {
    return this.#window;
  }

  setWindow(window) {
    this.#window = window;
    this.#changed();
  }

  /** What colours tell: `age`, `source` or `language`. */
  get colours() {
    return this.#colours;
  }

  setColours(name) {
    this.#colours = name;
    this.#changed();
  }

  /** The {@link Kinds} that colours tell, null while they tell ages. */
  get kinds() {
    return this.#kinds[this.#colours] ?? null;
  }

  /** Another area: it is looked at live. The filter, the box and what is open are in the address, and read from there. */
  reset() {
    this.#pausedAt = this.#window = null;
    this.#changed();
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  #changed() {
    this.#shown = this.#comparable = this.#present = null;
    for (const listener of this.#listeners) listener();
  }
}

/** A place's posts are where the place is, as on the map. */
function within(rect, post) {
  return post.rect ? intersects(rect, post.rect) : contains(rect, post.x, post.y);
}
