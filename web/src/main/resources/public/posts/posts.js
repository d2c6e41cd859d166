import { readPost } from './post.js';
import { coveredBy } from './retraction.js';

/** More than this many posts are not kept, whatever the retention: the oldest leave first. */
const CAP = 50_000;

/** How far the cap may be passed before the oldest are removed, so that it is done in batches. */
const SLACK = 500;

/** What the contract says when a hello does not: a day. */
const RETENTION_S = 86_400;

/**
 * The posts that this page holds: its one source of truth. Everything that shows posts reads them here, and is told once
 * a frame when something changed. A post carries `arrival`, its number in the order of coming, and `expires`.
 * What came before this page did, and was loaded later, has an `arrival` of 0 or less.
 */
export class Posts {
  #byId = new Map();
  #before = new Map();
  #ordered = [];
  #unsorted = [];
  #gone = 0;
  #arrivals = 0;
  #past = 0;
  #retention = RETENTION_S * 1_000;
  #listeners = new Set();
  #scheduled = false;
  #held = false;
  #now;
  #schedule;
  #cap;

  /**
   * @param {() => number} now the server's time, milliseconds
   * @param {(callback: () => void) => void} schedule when listeners are told: by default in the next frame, so a tab
   *     in the background rests
   */
  constructor({ now = Date.now, schedule = (f) => requestAnimationFrame(f), cap = CAP } = {}) {
    this.#now = now;
    this.#schedule = schedule;
    this.#cap = cap;
  }

  /**
   * Forgets every post. One that comes again before the listeners are told keeps its arrival, so that who is reading, or
   * has paused, sees the same posts.
   *
   * @param {number} retention seconds that a post may be kept
   */
  reset(retention) {
    this.#held = false;
    this.#before = this.#byId;
    this.#byId = new Map();
    this.#ordered = [];
    this.#unsorted = [];
    this.#gone = 0;
    this.retain(retention);
    this.#changed();
  }

  /** As {@link reset}, but listeners are told nothing until {@link settle}: what follows is read in stretches. */
  begin(retention) {
    this.reset(retention);
    this.#held = true;
  }

  /** All that was to follow has come, and listeners are told at once. */
  settle() {
    if (!this.#held) return;
    this.#held = false;
    this.#tell();
  }

  retain(retention) {
    if (Number.isFinite(retention) && retention > 0) this.#retention = retention * 1_000;
  }

  /** Takes a Feature; one with the id of an earlier post replaces it. @returns {object|null} the post, null if it is none */
  add(feature) {
    const post = readPost(feature);
    if (post === null) return null;
    const earlier = this.#byId.get(post.id);
    if (earlier) this.#forget(earlier);
    this.#keep(post, (earlier ?? this.#before.get(post.id))?.arrival ?? ++this.#arrivals);
    return post;
  }

  /** Takes a Feature that came before all others: where there is a post with its id, that one is newer. */
  addPast(feature) {
    const post = readPost(feature);
    if (post !== null && !this.#byId.has(post.id)) this.#keep(post, this.#past--);
  }

  retract(retraction) {
    if (typeof retraction?.id === 'string') {
      const post = this.#byId.get(retraction.id);
      if (post) this.#forget(post);
    } else {
      const covered = coveredBy(retraction ?? {});
      for (const post of this.#byId.values()) if (covered(post)) this.#forget(post);
    }
    this.#changed();
  }

  /** Forgets the posts whose time is over; to be called every few seconds. */
  expire() {
    const now = this.#now();
    const before = this.#gone;
    for (const post of this.#byId.values()) if (post.expires <= now) this.#forget(post);
    if (this.#gone !== before) this.#changed();
  }

  get(id) {
    return this.#byId.get(id);
  }

  get size() {
    return this.#byId.size;
  }

  /** How many posts ever came: the `arrival` of the latest. */
  get arrivals() {
    return this.#arrivals;
  }

  /** Every post, the oldest first; not to be modified, and valid until the next change. */
  all() {
    if (this.#gone > 0) {
      this.#ordered = this.#ordered.filter(isKept);
      this.#unsorted = this.#unsorted.filter(isKept);
      this.#gone = 0;
    }
    if (this.#unsorted.length > 0) {
      merge(this.#ordered, this.#unsorted.sort(byAge));
      this.#unsorted = [];
    }
    return this.#ordered;
  }

  /** @param {() => void} listener called after changes, once a frame. @returns {() => void} ends it */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A post that was older than the retention when it came, as a replayed one is, stays for as long from then on. */
  #expiry(created) {
    const now = this.#now();
    return created + this.#retention > now ? Math.min(created, now) + this.#retention : now + this.#retention;
  }

  #keep(post, arrival) {
    post.arrival = arrival;
    post.expires = this.#expiry(post.created);
    this.#byId.set(post.id, post);
    this.#unsorted.push(post);
    if (this.#byId.size > this.#cap + SLACK) this.#trim();
    this.#changed();
  }

  #forget(post) {
    this.#byId.delete(post.id);
    post.gone = true;
    this.#gone++;
  }

  #trim() {
    const posts = this.all();
    for (let i = 0; i < posts.length - this.#cap; i++) this.#forget(posts[i]);
  }

  #changed() {
    if (this.#scheduled || this.#held) return;
    this.#scheduled = true;
    this.#schedule(() => {
      if (this.#held) this.#scheduled = false;
      else if (this.#scheduled) this.#tell();
    });
  }

  #tell() {
    this.#scheduled = false;
    this.#before = new Map();
    for (const listener of this.#listeners) listener();
  }
}

const isKept = (post) => !post.gone;

function byAge(a, b) {
  return a.created - b.created || a.arrival - b.arrival;
}

/** Puts posts, the oldest first, where they belong; what they are all newer than, which is nearly everything, stays as it is. */
function merge(ordered, added) {
  let [from, to] = [0, ordered.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (byAge(ordered[middle], added[0]) < 0) from = middle + 1;
    else to = middle;
  }
  const later = from === ordered.length ? added : ordered.splice(from).concat(added).sort(byAge);
  for (const post of later) ordered.push(post);
}
