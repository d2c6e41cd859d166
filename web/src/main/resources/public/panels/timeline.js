import { asked, onReturn, remember } from '../address.js';
import { readColours } from '../colours.js';
import { Replay } from '../posts/replay.js';
import { histogram, timespan } from '../posts/timespan.js';
import { words } from '../words.js';
import { say } from './say.js';

/** Pixels from one bar to the next. */
const BAR = 7;
const GAP = 2;

/** Room for the labels of time under the bars, and above the highest bar, in pixels. */
const LABELS = 20;
const TOP = 10;

/** The least distance between two labels of time. */
const LABEL_EVERY = 110;

/** A drag this short, in pixels, is a click: it shows what was around that moment. */
const CLICK = 4;

/** Replays show a new moment this often. */
const FRAME_MS = 100;

/** What a window is wide that nobody drew, as a part of the whole. */
const USUAL = 1 / 12;

/**
 * When posts were written: a bar for each span of time, the posts that pass the filter before all there are. Dragging chooses
 * a window of the past, which map and list show until "Live"; play moves it towards the present. With the keyboard, the
 * arrows move the window, with Shift its end.
 */
export class Timeline {
  #root;
  #view;
  #clock;
  #canvas;
  #labels;
  #history;
  #frame;
  #live;
  #play;
  #speed;
  #past;
  #colours = readColours();
  #replay = new Replay();
  #span = null;
  #timer = 0;
  #from = null;
  #told = null;

  /** @param {HTMLElement} root */
  constructor(root, view, clock) {
    this.#root = root;
    this.#view = view;
    this.#clock = clock;
    this.#canvas = root.querySelector('canvas');
    this.#labels = root.querySelector('.labels');
    this.#history = root.querySelector('.history');
    this.#frame = root.querySelector('.window');
    this.#live = root.querySelector('.live');
    this.#play = root.querySelector('.play');
    this.#speed = root.querySelector('.speed');
    this.#past = document.getElementById('past');
    const track = root.querySelector('.track');
    track.addEventListener('pointerdown', (e) => this.#begin(e));
    track.addEventListener('pointermove', (e) => this.#drag(e));
    track.addEventListener('pointerup', (e) => this.#end(e));
    track.addEventListener('pointercancel', () => (this.#from = null));
    this.#frame.addEventListener('keydown', (e) => this.#key(e));
    this.#live.addEventListener('click', () => this.goLive());
    this.#play.addEventListener('click', () => this.#togglePlay());
    this.#speed.addEventListener('click', () => {
      this.#replay.faster();
      this.#tell();
    });
    onReturn(() => this.read());
    view.subscribe(() => view.window === this.#told || this.#tell());
    new ResizeObserver(() => this.update()).observe(track);
    this.#tell();
  }

  /** Draws the bars anew. */
  update() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0) return;
    const { present } = this.#view;
    this.#span = timespan(present[0]?.created, this.#clock.now(), Math.floor(width / BAR));
    this.#draw(width, height, histogram(present, this.#span, (post) => this.#view.matches(post)));
    this.#label(width);
    this.#canvas.setAttribute('aria-label', words.written(present.length, this.#span.from));
    this.#placeWindow();
  }

  /** What is known of the past: it is `loading`, `whole`, or `failed` to load. */
  history(state) {
    const notes = { loading: words.loadingPast, failed: words.noPast };
    say(this.#history, notes[state] ?? '');
    this.#history.hidden = !(state in notes);
  }

  recolour() {
    this.#colours = readColours();
    this.update();
  }

  focus() {
    this.#frame.focus();
  }

  /** Back to the present. */
  goLive() {
    this.#replay.stop();
    clearInterval(this.#timer);
    this.#view.setWindow(null);
    remember({ when: null });
  }

  /** Shows the part of the past that the address says, else the present. */
  read() {
    const [from, to] = asked('when')?.split('/').map(Date.parse) ?? [];
    this.#replay.stop();
    clearInterval(this.#timer);
    this.#view.setWindow(from < to ? { from, to } : null);
  }

  #remember() {
    const { window } = this.#view;
    const written = (moment) => new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z');
    remember({ when: window && `${written(window.from)}/${written(window.to)}` });
  }

  #draw(width, height, { all, passing, highest }) {
    const ratio = globalThis.devicePixelRatio || 1;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    const context = this.#canvas.getContext('2d');
    context.scale(ratio, ratio);
    const scale = (height - LABELS - TOP) / Math.max(1, highest);
    const left = width - all.length * BAR;
    const bars = (counts, colour) => {
      context.fillStyle = this.#colours[colour];
      counts.forEach((count, i) => {
        const tall = count === 0 ? 0 : Math.max(2, count * scale);
        context.fillRect(left + i * BAR, height - LABELS - tall, BAR - GAP, tall);
      });
    };
    bars(all, 'bar-all');
    bars(passing, 'accent');
  }

  #label(width) {
    const { from, to, step, bars } = this.#span;
    const every = Math.ceil(LABEL_EVERY / BAR) * step;
    const labels = [];
    for (let at = Math.ceil(from / every) * every; at < to - every / 2; at += every) {
      const x = width - bars * BAR + ((at - from) / step) * BAR;
      const label = labelled(words.time(at));
      label.style.left = `${Math.round(x)}px`;
      labels.push(label);
    }
    const now = labelled(words.now);
    now.className = 'now';
    this.#labels.replaceChildren(...labels, now);
  }

  #xOf(time) {
    const { to, step } = this.#span;
    return this.#canvas.clientWidth - ((to - time) / step) * BAR;
  }

  #timeAt(event) {
    const { from, to, step } = this.#span;
    const x = event.clientX - this.#canvas.getBoundingClientRect().left;
    return Math.min(to, Math.max(from, to - ((this.#canvas.clientWidth - x) / BAR) * step));
  }

  #begin(event) {
    if (event.button !== 0 || this.#span === null) return;
    this.#from = { x: event.clientX, time: this.#timeAt(event) };
    event.currentTarget.setPointerCapture(event.pointerId);
  }

  #drag(event) {
    if (this.#from === null || Math.abs(event.clientX - this.#from.x) < CLICK) return;
    const time = this.#timeAt(event);
    this.#choose(Math.min(time, this.#from.time), Math.max(time, this.#from.time));
  }

  #end(event) {
    if (this.#from === null) return;
    const { x, time } = this.#from;
    this.#from = null;
    const half = this.#usual / 2;
    if (Math.abs(event.clientX - x) < CLICK) this.#choose(time - half, time + half);
    this.#remember();
  }

  get #usual() {
    return Math.max((this.#span.to - this.#span.from) * USUAL, this.#span.step);
  }

  #choose(from, to) {
    const { step } = this.#span;
    this.#view.setWindow({ from, to: Math.max(to, from + step) });
  }

  #key(event) {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!direction || this.#span === null) return;
    event.preventDefault();
    const now = this.#clock.now();
    const window = this.#view.window ?? { from: now - this.#usual, to: now };
    const by = direction * this.#span.step;
    if (event.shiftKey) this.#choose(window.from, window.to + by);
    else if (window.to + by >= now) this.goLive();
    else this.#choose(Math.max(this.#span.from, window.from + by), Math.max(this.#span.from + this.#span.step, window.to + by));
    this.#remember();
  }

  #togglePlay() {
    if (this.#replay.playing) {
      this.#replay.stop();
      clearInterval(this.#timer);
      return this.#tell();
    }
    if (this.#span === null) this.update();
    if (this.#view.window === null) this.#choose(this.#span.from, this.#span.from + this.#usual);
    this.#replay.play(performance.now());
    this.#timer = setInterval(() => this.#step(), FRAME_MS);
    this.#tell();
  }

  #step() {
    const { window } = this.#view;
    const moved = window && this.#replay.playing ? this.#replay.move(window, performance.now(), this.#clock.now()) : null;
    if (moved) this.#view.setWindow(moved);
    else this.goLive();
  }

  /** What the buttons, the frame and the sign on the map say. */
  #tell() {
    const { window } = this.#view;
    const { playing, speed } = this.#replay;
    this.#told = window;
    this.#live.setAttribute('aria-pressed', String(window === null));
    this.#play.setAttribute('aria-pressed', String(playing));
    this.#play.setAttribute('aria-label', playing ? words.stopReplay : words.replay);
    this.#play.title = playing ? words.stopReplay : words.replay;
    say(this.#speed, words.speed(speed));
    this.#past.hidden = window === null;
    if (window) say(this.#past.querySelector('.when'), words.past(window.from, window.to));
    this.#frame.setAttribute('aria-valuetext', window ? words.past(window.from, window.to) : words.live);
    this.#placeWindow();
  }

  #placeWindow() {
    if (this.#span === null) return;
    const { window } = this.#view;
    const width = this.#canvas.clientWidth;
    const left = window ? Math.max(0, this.#xOf(window.from)) : width - 4;
    const right = window ? Math.min(width, Math.max(left + 4, this.#xOf(window.to))) : width;
    this.#root.classList.toggle('in-past', window !== null);
    this.#frame.style.left = `${Math.round(left)}px`;
    this.#frame.style.width = `${Math.round(right - left)}px`;
    this.#frame.setAttribute('aria-valuenow', String(Math.round((right / width) * 100)));
  }
}

function labelled(text) {
  const label = document.createElement('span');
  label.textContent = text;
  return label;
}
