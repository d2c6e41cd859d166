import { feedAddress } from './address.js';
import { Backoff, returnAfter } from './backoff.js';
import { Cursor } from './cursor.js';
import { History } from './history.js';
import { inflate, parseLines } from './lines.js';

/** Status lines come every 5 s, so a socket silent for this long is dead, whatever the network says. */
const SILENT_MS = 20_000;

/** A page that wakes up trusts a socket that was silent for less than two status lines. */
const FRESH_MS = 10_000;

/** A connection that held for this long was a good one: the next failure starts the backoff anew. */
const STABLE_MS = 60_000;

/** A connection that is not open after this long will not be. */
const OPEN_MS = 15_000;

/** Lines are read for so long at a stretch: those of a long message must not keep the page from its next frame, or a click. */
const STRETCH_MS = 5;

/** Those of a page's first message at one stretch, nearly always: there is nothing yet that they could keep from anything. */
const FIRST_STRETCH_MS = 200;

/** Close code of a server that goes away; it says when to come back. */
const GOING_AWAY = 1001;

/**
 * The connection to one area's feed, for ever: connects, inflates each message in order, remembers its place, and comes
 * back by itself with what it missed. Its listener is told:
 *
 * - `hello(hello)`: where continuity could not be proven `resumed` is false, and every post is to be forgotten
 * - `whole()`: all has come that was to come with the hello
 * - `post(feature, fresh)`: `fresh` when it was just written, not read from the snapshot or what was missed
 * - `past(feature)`, `history(state)`: what came before a fresh start, see {@link History}
 * - `retract(retraction)`, `status(status)`
 * - `state({name, retryAt})`: `connecting`, `open`, or `waiting` until `retryAt`, milliseconds
 */
export class Feed {
  #area;
  #listener;
  #open;
  #backoff = new Backoff();
  #cursor = new Cursor();
  #history;
  #socket = null;
  #openedAt = 0;
  #heardAt = 0;
  #retry = 0;
  #watch = 0;
  #stretch = FIRST_STRETCH_MS;
  #messages = Promise.resolve();

  /**
   * @param {string|null} area null lets the server choose its first one
   * @param {object} listener
   * @param {(url: string) => WebSocket} open
   * @param {History} history
   */
  constructor(area, listener, open = (url) => new WebSocket(url), history = new History(listener)) {
    this.#area = area;
    this.#listener = listener;
    this.#open = open;
    this.#history = history;
  }

  start() {
    globalThis.addEventListener?.('online', this);
    globalThis.addEventListener?.('pageshow', this);
    globalThis.document?.addEventListener('visibilitychange', this);
    this.#watch = setInterval(() => this.#check(SILENT_MS), 2_000);
    this.#connect();
  }

  stop() {
    globalThis.removeEventListener?.('online', this);
    globalThis.removeEventListener?.('pageshow', this);
    globalThis.document?.removeEventListener('visibilitychange', this);
    clearInterval(this.#watch);
    clearTimeout(this.#retry);
    this.#history.stop();
    this.#drop();
  }

  /** The network is back, or someone looks at the page again: no reason to wait out a backoff. */
  handleEvent(event) {
    if (event.type === 'visibilitychange' && document.visibilityState !== 'visible') return;
    this.wake();
  }

  wake() {
    if (this.#socket === null) this.#connect();
    else this.#check(FRESH_MS);
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#openedAt = 0;
    this.#heardAt = Date.now();
    this.#listener.state({ name: 'connecting' });
    const socket = this.#open(feedAddress(this.#area, this.#cursor.since));
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#openedAt = this.#heardAt = Date.now();
      this.#listener.state({ name: 'open' });
    };
    socket.onmessage = ({ data }) => {
      this.#heardAt = Date.now();
      this.#messages = this.#messages.then(() => this.#read(socket, data));
    };
    socket.onclose = ({ code, reason }) => {
      if (socket !== this.#socket) return;
      // What it had received counts, so that the next connection begins after it.
      this.#messages = this.#messages.then(() => socket === this.#socket && this.#closed(code, reason));
    };
  }

  async #read(socket, data) {
    let text;
    try {
      text = await (data instanceof ArrayBuffer ? inflate(data) : data);
    } catch (damage) {
      console.warn('A damaged message: reading on from the one before', damage);
      if (socket === this.#socket) this.#closed();
      return;
    }
    if (socket !== this.#socket) return;
    let fresh = true;
    let began = performance.now();
    for (const line of parseLines(text, (bad) => console.warn('Left out a malformed line', bad.slice(0, 200)))) {
      if (line.hello) fresh = false;
      try {
        this.#take(line, fresh);
      } catch (error) {
        console.error('A line could not be taken', error);
      }
      if (performance.now() - began < this.#stretch) continue;
      await otherTasks();
      if (socket !== this.#socket) return;
      began = performance.now();
    }
    this.#cursor.settle();
    if (fresh) return;
    this.#stretch = STRETCH_MS;
    this.#listener.whole();
    this.#history.load();
  }

  #take(line, fresh) {
    if (line.hello) {
      this.#cursor.begin(line.hello);
      if (line.hello.resumed !== true) this.#history.begin(line.hello);
      this.#listener.hello(line.hello);
    } else if (line.status) {
      this.#listener.status(line.status);
    } else if ((line.post || line.retract) && this.#cursor.take(line)) {
      if (line.post) this.#listener.post(line.post, fresh);
      else this.#retract(line.retract);
    }
  }

  #retract(retraction) {
    this.#history.retract(retraction);
    this.#listener.retract(retraction);
  }

  #closed(code, reason) {
    if (this.#openedAt > 0 && Date.now() - this.#openedAt >= STABLE_MS) this.#backoff.reset();
    this.#drop();
    const delay = code === GOING_AWAY ? returnAfter(reason) : this.#backoff.next();
    this.#retry = setTimeout(() => this.#connect(), delay);
    this.#listener.state({ name: 'waiting', retryAt: Date.now() + delay });
  }

  #check(silence) {
    const quiet = Date.now() - this.#heardAt;
    if (this.#socket !== null && quiet > (this.#openedAt > 0 ? silence : OPEN_MS)) this.#closed();
  }

  /** Lets go of the socket at once: closing a dead one can take minutes. */
  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}

/** Lets whatever waits have its turn; a timer would wait longer than that, in the background for a second. */
function otherTasks() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
