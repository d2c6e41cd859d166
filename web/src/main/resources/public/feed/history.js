import { Retractions } from '../posts/retraction.js';
import { Backoff } from './backoff.js';
import { inflate, parseLine } from './lines.js';

/** A part that can't be had is asked for so often; after that the past is missing until the next hello. */
const ATTEMPTS = 5;

/** A part that is not here after this long will not be. */
const PART_MS = 60_000;

/** What a busy server may ask to wait at most, in milliseconds. */
const MOST_ASKED_MS = 60_000;

/** Lines are read for so long at a time; then whatever else the page has to do comes first. */
const SLICE_MS = 8;

/**
 * Loads what entered the feed before a fresh start, behind the page's back: part by part, the newest first, and in each the
 * newest post first; so of two versions of a post the first to come is the one that counts. Its listener is told:
 *
 * - `past(feature)`: a post from before; one that the page has already is newer, and stays
 * - `history(state)`: `loading`, `whole`, or `failed`
 *
 * What is taken back while it loads may still be in an answer that was made before: it is left out.
 */
export class History {
  #listener;
  #get;
  #rest;
  #missing = null;
  #loading = false;

  /**
   * @param {object} listener
   * @param {(url: string, options: object) => Promise<Response>} get
   * @param {(ms: number) => Promise<void>} rest
   */
  constructor(listener, { get = (url, options) => fetch(url, options), rest = wait } = {}) {
    this.#listener = listener;
    this.#get = get;
    this.#rest = rest;
  }

  /** A fresh start: of what came before, the hello says where it ends, and `load` begins there. */
  begin({ area, epoch, after }) {
    this.stop();
    if (!Number.isSafeInteger(after)) this.#listener.history('whole');
    else this.#missing = { area, epoch, upTo: after, retractions: new Retractions() };
  }

  /** Loads what is missing, or goes on with it after it failed. */
  async load() {
    const missing = this.#missing;
    if (missing === null || this.#loading) return;
    this.#loading = true;
    this.#listener.history('loading');
    try {
      while (missing === this.#missing) await this.#next(missing);
    } catch (error) {
      if (missing !== this.#missing) return;
      console.warn('What came before can’t be had', error);
      this.#loading = false;
      this.#listener.history('failed');
    }
  }

  retract(retraction) {
    this.#missing?.retractions.add(retraction);
  }

  stop() {
    this.#missing = null;
    this.#loading = false;
  }

  async #next(missing) {
    const text = await this.#part(missing);
    if (missing !== this.#missing) return;
    const lines = text.split('\n');
    const { epoch, after } = parseLine(lines[0])?.history ?? {};
    if (epoch !== missing.epoch) throw new Error(`it is of epoch ${epoch}, not ${missing.epoch}`);
    await this.#take(lines.slice(1), missing);
    if (missing !== this.#missing) return;
    if (Number.isSafeInteger(after) && after < missing.upTo) missing.upTo = after;
    else {
      this.stop();
      this.#listener.history('whole');
    }
  }

  async #part(missing) {
    const backoff = new Backoff();
    for (let attempt = 1; ; attempt++) {
      let asked = 0;
      try {
        const answer = await this.#get(address(missing), { signal: AbortSignal.timeout(PART_MS) });
        asked = Math.min(MOST_ASKED_MS, 1_000 * Number(answer.headers.get('Retry-After')) || 0);
        if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
        return await inflate(await answer.arrayBuffer());
      } catch (error) {
        if (attempt === ATTEMPTS || missing !== this.#missing) throw error;
      }
      await this.#rest(Math.max(asked, backoff.next()));
    }
  }

  async #take(lines, missing) {
    let began = performance.now();
    for (const line of lines.reverse()) {
      if (performance.now() - began > SLICE_MS) {
        await this.#rest(0);
        if (missing !== this.#missing) return;
        began = performance.now();
      }
      const post = parseLine(line)?.post;
      if (!post || missing.retractions.cover({ id: post.id, author: { id: post.properties?.author?.id } })) continue;
      try {
        this.#listener.past(post);
      } catch (error) {
        console.error('A post could not be taken', error);
      }
    }
  }
}

function address({ area, epoch, upTo }) {
  const url = new URL('/history', location.href);
  url.searchParams.set('area', area);
  url.searchParams.set('upTo', `${epoch}:${upTo}`);
  return url.href;
}

function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
