import { words } from '../words.js';
import { say } from './say.js';
import { listenForKeys } from './keys.js';
import { ThemeSwitch } from './theme.js';

const $ = (id) => document.getElementById(id);

/** Every button that is not part of a panel, and the keyboard. */
export class Controls {
  #view;
  #map;
  #list;
  #sheet;
  #timeline;
  #box;
  #pick;

  /** @param {object} parts @param {(id: string) => void} parts.pick opens a post and shows its row */
  constructor({ view, map, list, sheet, search, timeline, box, layers, pick, recolour }) {
    this.#view = view;
    this.#map = map;
    this.#list = list;
    this.#sheet = sheet;
    this.#timeline = timeline;
    this.#box = box;
    this.#pick = pick;
    $('zoom-in').addEventListener('click', () => map.zoom(1));
    $('zoom-out').addEventListener('click', () => map.zoom(-1));
    $('fit').addEventListener('click', () => map.fit());
    $('help').addEventListener('click', () => $('help-dialog').showModal());
    $('help-close').addEventListener('click', () => $('help-dialog').close());
    $('help-dialog').addEventListener('click', (e) => e.target === e.currentTarget && e.currentTarget.close());
    $('time').addEventListener('click', () => this.#showTimeline($('time').getAttribute('aria-expanded') === 'false'));
    $('more').addEventListener('click', () => this.#showActions($('more').getAttribute('aria-expanded') === 'false'));
    document.addEventListener('click', ({ target }) => target.closest('#more') || this.#showActions(false));
    $('place-clear').addEventListener('click', ({ detail }) => {
      view.choosePlace(null);
      list.toTop();
      if (detail === 0) list.focus();
    });
    $('legend').open = matchMedia('(min-width: 640px) and (min-height: 600px)').matches;
    new ThemeSwitch($('theme'), recolour);
    listenForKeys({
      '/': () => search.focus(),
      p: () => view.togglePause(),
      l: () => this.#showList(),
      t: () => {
        this.#showTimeline(true);
        timeline.focus();
      },
      b: () => box.press(),
      m: () => layers.open(),
      '[': () => this.#step(-1),
      ']': () => this.#step(1),
      '?': () => $('help-dialog').showModal(),
      Escape: () => this.#escape(),
    });
    view.subscribe(() => this.#showPlace());
  }

  /** On a narrow screen the actions of the bar unfold; elsewhere they are always there. */
  #showActions(open) {
    $('more').setAttribute('aria-expanded', String(open));
  }

  /** Closes what was opened last: the actions, the card, then what was pulled apart, the place, the box, the past, the drawer. */
  #escape() {
    if ($('more').getAttribute('aria-expanded') === 'true') this.#showActions(false);
    else if (this.#view.selected) this.#view.select(null);
    else if (this.#map.closeSpread()) return;
    else if (this.#view.place) this.#view.choosePlace(null);
    else if (this.#box.escape()) return;
    else if (this.#view.window) this.#timeline.goLive();
    else this.#sheet.drawer(false);
  }

  #showList() {
    if (!this.#sheet.visible) this.#sheet.toggle();
    else if (!this.#sheet.standing) return void this.#sheet.toggle();
    this.#list.focus();
  }

  /** On a narrow screen; elsewhere it is always there. */
  #showTimeline(open) {
    $('time').setAttribute('aria-expanded', String(open));
    $('timeline').parentElement.dataset.timeline = open ? 'open' : 'closed';
    if (!open && this.#view.window) this.#timeline.goLive();
  }

  #step(by) {
    const id = this.#list.neighbour(this.#view.selected?.id ?? null, by);
    if (id !== null) this.#pick(id);
  }

  #showPlace() {
    const { place } = this.#view;
    $('place').hidden = place === null;
    say($('place-name'), place ? place.name || words.onlyPlace : '');
    $('place').querySelector('.mark').dataset.exact = String(place !== null && place.kind !== 'place');
  }
}
