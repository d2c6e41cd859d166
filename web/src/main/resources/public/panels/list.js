import { render } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { inView } from '../posts/grouping.js';
import { words } from '../words.js';
import { say } from './say.js';
import { row } from './row.js';
import { anchored, rowsInSight } from './window.js';

/** Every row is this high: so a list of tens of thousands costs what is visible of it. The style sheet says the same. */
const ROW = 108;

/**
 * The posts that the map shows, the newest first. While someone reads, which is when it is scrolled down, pointed at or has
 * the focus, or a post is open, what arrives waits behind a button and moves nothing.
 */
export class PostList {
  #view;
  #clock;
  #open;
  #scroller;
  #rows;
  #count;
  #empty;
  #more;
  #posts = [];
  #held = null;
  #seen = 0;
  #pointed = false;
  #current = 0;
  #rect = null;

  /**
   * @param {HTMLElement} root holds the list's parts
   * @param {(id: string) => void} open
   */
  constructor(root, view, clock, open) {
    this.#view = view;
    this.#clock = clock;
    this.#open = open;
    this.#scroller = root.querySelector('.scroller');
    this.#rows = root.querySelector('.rows');
    this.#count = root.querySelector('.count');
    this.#empty = root.querySelector('.empty');
    this.#more = root.querySelector('.more');
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#scroller.addEventListener('pointerenter', (e) => this.#point(e.pointerType === 'mouse'));
    this.#scroller.addEventListener('pointerleave', () => this.#point(false));
    this.#rows.addEventListener('click', (e) => this.#clicked(e));
    this.#rows.addEventListener('keydown', (e) => this.#key(e));
    // Later, because a focused row that is rendered away says so in the middle of it.
    this.#rows.addEventListener('focusout', (e) => this.#rows.contains(e.relatedTarget) || queueMicrotask(() => this.update()));
    this.#more.addEventListener('click', ({ detail }) => {
      this.toTop();
      if (detail === 0) this.focus();
    });
    new ResizeObserver(() => this.#draw()).observe(this.#scroller);
  }

  /** Lists what this part of the world holds now. */
  update(rect = this.#rect) {
    if (rect === null) return;
    this.#rect = rect;
    const { place, shown, arrivals } = this.#view;
    const all = place ? shown.filter(place.has) : inView(shown, rect);
    if (!this.#reading) this.#held = null;
    else this.#held ??= this.#seen;
    if (this.#held === null) this.#seen = arrivals;
    const kept = this.#held === null ? all : all.filter((p) => p.arrival <= this.#held);
    this.#show(kept.toReversed());
    this.#tell(all.length, all.length - kept.length);
  }

  /** Brings in what waits. */
  toTop() {
    this.#held = null;
    this.#scroller.scrollTop = 0;
    this.#pointed = false;
    if (this.#rows.contains(document.activeElement)) document.activeElement.blur();
    this.#seen = this.#view.arrivals;
    this.update();
  }

  /** Shows the row of a post that was opened elsewhere. */
  reveal(id) {
    let at = this.#indexOf(id);
    if (at < 0) {
      this.toTop();
      at = this.#indexOf(id);
    }
    if (at < 0) return;
    const { scrollTop, clientHeight } = this.#scroller;
    if (at * ROW < scrollTop) this.#scroller.scrollTop = at * ROW;
    else if ((at + 1) * ROW > scrollTop + clientHeight) this.#scroller.scrollTop = (at + 1) * ROW - clientHeight;
    this.#draw();
  }

  /** The id of the post that many rows below the given one; of the first when it is not listed. */
  neighbour(id, step) {
    const at = this.#indexOf(id);
    return this.#posts[at < 0 ? 0 : Math.max(0, Math.min(this.#posts.length - 1, at + step))]?.id ?? null;
  }

  focus(id = null) {
    const at = id === null ? this.#current : this.#indexOf(id);
    if (at < 0 || this.#posts.length === 0) return false;
    this.#focusRow(at);
    return true;
  }

  /** Writes the ages anew. */
  tick() {
    this.#draw();
  }

  #indexOf(id) {
    return this.#posts.findIndex((post) => post.id === id);
  }

  get #reading() {
    const reading = this.#view.selected !== null || this.#scroller.scrollTop > 4 || this.#pointed || this.#rows.contains(document.activeElement);
    return reading && this.#posts.length > 0;
  }

  #point(inside) {
    this.#pointed = inside;
    this.update();
  }

  #scrolled() {
    if (this.#held === null !== !this.#reading) this.update();
    else this.#draw();
  }

  #show(posts) {
    const { scrollTop } = this.#scroller;
    const top = scrollTop > 4 ? anchored(scrollTop, ROW, this.#posts.map(idOf), posts.map(idOf)) : 0;
    const focused = this.#posts[this.#current]?.id;
    this.#posts = posts;
    this.#current = Math.max(0, this.#indexOf(focused));
    this.#rows.style.height = `${posts.length * ROW}px`;
    if (top !== scrollTop) this.#scroller.scrollTop = top;
    this.#draw();
  }

  #draw() {
    const { scrollTop, clientHeight } = this.#scroller;
    const { first, end } = rowsInSight(scrollTop, clientHeight, ROW, this.#posts.length);
    const focused = this.#posts.length > 0 && this.#rows.contains(document.activeElement) ? this.#current : -1;
    if (focused < 0) this.#current = clamp(this.#current, Math.ceil(scrollTop / ROW), Math.floor((scrollTop + clientHeight) / ROW) - 1, this.#posts.length);
    // The rows stand in the document in the order that they are seen in, for those who hear them.
    const kept = this.#posts.slice(first, end).map((post, i) => [post, first + i]);
    if (focused >= 0 && focused < first) kept.unshift([this.#posts[focused], focused]);
    if (focused >= end) kept.push([this.#posts[focused], focused]);
    const now = this.#clock.now();
    render(repeat(kept, ([{ id }]) => id, ([post, index]) => row(post, now, {
      index,
      count: this.#posts.length,
      top: index * ROW,
      tabbable: index === this.#current,
      open: post.id === this.#view.selected?.id,
    })), this.#rows);
  }

  #tell(count, waiting) {
    const { place, shown } = this.#view;
    say(this.#count, place ? words.listed[place.kind](count, place.name) : words.inView(count, shown.length));
    say(this.#empty, this.#whyEmpty());
    this.#empty.hidden = this.#posts.length > 0;
    this.#rows.hidden = this.#posts.length === 0;
    this.#more.hidden = waiting === 0;
    say(this.#more, words.newPosts(waiting));
  }

  #whyEmpty() {
    const { place, shown, filter, present } = this.#view;
    if (place) return words.emptyListed[place.kind];
    if (shown.length > 0) return words.emptyView;
    return filter && present.length > 0 ? words.emptyFilter : words.emptyFeed;
  }

  #clicked({ target }) {
    const id = target.closest('[data-id]')?.dataset.id;
    if (id) this.#open(id);
  }

  #key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5, Home: -Infinity, End: Infinity };
    if (event.key === 'Enter' || event.key === ' ') this.#open(this.#posts[this.#current].id);
    else if (event.key in steps) this.#focusRow(this.#current + steps[event.key]);
    else return;
    event.preventDefault();
  }

  #focusRow(at) {
    this.#current = Math.max(0, Math.min(this.#posts.length - 1, at));
    const { id } = this.#posts[this.#current];
    this.reveal(id);
    this.#rows.querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  }
}

/** The row that Tab goes to is one of those that can be seen. */
function clamp(row, first, last, count) {
  return Math.max(0, Math.min(count - 1, Math.max(first, Math.min(last, row))));
}

const idOf = ({ id }) => id;
