import { html, nothing, render } from 'lit-html';
import { countByAge } from '../posts/age.js';
import { spaced } from '../spaced.js';
import { words } from '../words.js';
import { say } from './say.js';
import { hops } from './hops.js';
import { isSimulated, summarize } from './summary.js';

/**
 * The status chip, what it opens, the pause button and the sign that posts are simulated. It keeps what the feed said
 * about itself, and is drawn anew each second, because it tells how long ago things were.
 */
export class Status {
  #view;
  #posts;
  #clock;
  #chip = document.getElementById('status');
  #popover = document.getElementById('hops');
  #pause = document.getElementById('pause');
  #simulated = document.getElementById('simulated');
  #link = { name: 'connecting' };
  #known = false;
  #status = null;
  #lastPost = null;
  #paused = false;

  constructor(view, posts, clock) {
    this.#view = view;
    this.#posts = posts;
    this.#clock = clock;
    this.#pause.addEventListener('click', () => view.togglePause());
    this.#popover.addEventListener('toggle', () => this.update());
    const soon = spaced(() => this.update());
    view.subscribe(() => (view.paused === this.#paused ? soon() : this.update()));
  }

  /** The connection's state. */
  link(state) {
    this.#link = state;
    if (state.name === 'open') this.#known = true;
    this.update();
  }

  /** A status line. */
  take(status) {
    this.#status = status;
    this.#clock.set(status.at);
    const lastPost = Date.parse(status.lastPost);
    if (Number.isFinite(lastPost)) this.#lastPost = Math.max(this.#lastPost ?? 0, lastPost);
    this.update();
  }

  /** A post has come just now. */
  arrived() {
    this.#lastPost = this.#clock.now();
  }

  /** Another area: nothing is known of it. */
  reset() {
    this.#status = this.#lastPost = null;
    this.#known = false;
  }

  update() {
    const { paused, waiting } = this.#view;
    this.#paused = paused;
    const path = { link: this.#link, online: navigator.onLine, known: this.#known, status: this.#status, paused, waiting,
      lastPost: this.#lastPost, now: this.#clock.now() };
    const { tone, label, rate = '', last = '' } = summarize(path);
    this.#chip.dataset.tone = tone;
    say(this.#chip.querySelector('.label'), label);
    say(this.#chip.querySelector('.rate'), rate && ` · ${rate}`);
    say(this.#chip.querySelector('.dot'), last && ' · ');
    say(this.#chip.querySelector('.lead'), tone === 'live' ? `${words.lastPost} ` : '');
    say(this.#chip.querySelector('.last'), last);
    this.#pause.setAttribute('aria-pressed', String(paused));
    say(this.#pause.querySelector('.word'), paused ? words.resume : words.pause);
    this.#simulated.hidden = !isSimulated(this.#status);
    if (this.#popover.matches(':popover-open')) this.#explain(path);
  }

  #explain(path) {
    const { ages } = countByAge(this.#view.shown, path.now);
    const numbers = { size: this.#posts.size, exact: ages.reduce((a, b) => a + b) };
    render(hops(path, numbers).map(({ tone, name, state, detail }) => html`<li data-tone=${tone}><strong>${name}</strong><span
      class="state">${state}</span>${detail ? html`<span class="detail">${detail}</span>` : nothing}</li>`),
    this.#popover.querySelector('ol'));
  }
}
