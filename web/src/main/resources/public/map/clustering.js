const WORKER = new URL('./clusterworker.js', import.meta.url);

/** Clusters that change more often than this can't be read, in milliseconds; and a worker that never rests warms the hand. */
const EVERY_MS = 500;

/**
 * Asks the worker which posts lie together: one question at a time, the latest that waits next. When it can't be had, nothing is
 * ever answered, and posts stay points.
 */
export class Clustering {
  #onAnswer;
  #worker = null;
  #asked = null;
  #waiting = null;
  #timer = null;
  #last = -Infinity;

  /** @param {(answer: {posts: object[], clusterOf: Int32Array, count: number, zoom: number}) => void} onAnswer see clusterworker.js */
  constructor(onAnswer) {
    this.#onAnswer = onAnswer;
  }

  /** @param {() => object[]} posts with a position; called when it is their turn @param {number} zoom whole @param {boolean} soon */
  ask(posts, zoom, soon) {
    this.#waiting = { posts, zoom };
    if (soon) this.#last = -Infinity;
    this.#next();
  }

  /** Lets the worker go, and what it was asked. */
  stop() {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = this.#asked = this.#waiting = this.#timer = null;
  }

  #next() {
    if (this.#waiting === null || this.#asked !== null) return;
    clearTimeout(this.#timer);
    const wait = this.#last + EVERY_MS - performance.now();
    if (wait > 0) this.#timer = setTimeout(() => this.#next(), wait);
    else this.#send();
  }

  #send() {
    this.#worker ??= this.#start();
    const { posts, zoom } = this.#waiting;
    this.#asked = { posts: posts(), zoom };
    this.#waiting = null;
    this.#last = performance.now();
    const { length } = this.#asked.posts;
    const [xs, ys] = [new Float64Array(length), new Float64Array(length)];
    for (let i = 0; i < length; i++) [xs[i], ys[i]] = [this.#asked.posts[i].x, this.#asked.posts[i].y];
    this.#worker.postMessage({ xs, ys, zoom, supercluster: import.meta.resolve('supercluster') }, [xs.buffer, ys.buffer]);
  }

  #start() {
    const worker = new Worker(WORKER, { type: 'module' });
    worker.onmessage = ({ data }) => {
      const asked = this.#asked;
      this.#asked = null;
      this.#onAnswer({ ...asked, ...data });
      this.#next();
    };
    worker.onerror = (event) => console.warn('Posts can’t be clustered:', event.message ?? WORKER.href);
    return worker;
  }
}
