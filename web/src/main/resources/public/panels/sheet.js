const STATES = ['peek', 'half', 'full'];

/** A drag this short, in pixels, is a press. */
const PRESS = 6;

/**
 * The list's frame. On a narrow screen it is a sheet that drags, or steps by its button, between peek, half and full; on a
 * medium one a drawer; on a wide one it stands still. `data-sheet` and `data-drawer` on it tell the style sheet.
 */
export class Sheet {
  #root;
  #handle;
  #toggle;
  #from = null;

  /** @param {HTMLElement} root @param {HTMLButtonElement} handle @param {HTMLButtonElement} toggle the drawer's */
  constructor(root, handle, toggle) {
    this.#root = root;
    this.#handle = handle;
    this.#toggle = toggle;
    root.dataset.sheet = 'half';
    for (const head of root.querySelectorAll('.list-head, .tally')) {
      head.addEventListener('pointerdown', (e) => this.#begin(e));
      head.addEventListener('pointermove', (e) => this.#drag(e));
      head.addEventListener('pointerup', (e) => this.#end(e));
      head.addEventListener('pointercancel', (e) => this.#end(e));
    }
    handle.addEventListener('click', (e) => e.detail === 0 && this.#step());
    toggle.addEventListener('click', () => this.toggle());
    this.drawer(false);
  }

  get narrow() {
    return matchMedia('(max-width: 639.98px)').matches;
  }

  /** Opens the list where it is hidden, closes it where it covers the map. @returns {boolean} whether it can be seen now */
  toggle() {
    if (this.narrow) this.set(this.#root.dataset.sheet === 'peek' ? 'half' : 'peek');
    else this.drawer(this.#root.dataset.drawer !== 'open');
    return this.visible;
  }

  /** Whether it stands beside the map and is never hidden. */
  get standing() {
    return matchMedia('(min-width: 900px)').matches;
  }

  get visible() {
    if (this.narrow) return this.#root.dataset.sheet !== 'peek';
    return this.standing || this.#root.dataset.drawer === 'open';
  }

  /** Where it closes over the focus, the button that opens it takes that. */
  drawer(open) {
    if (!open && !this.standing && !this.narrow && this.#root.contains(document.activeElement)) this.#toggle.focus();
    this.#root.dataset.drawer = open ? 'open' : 'closed';
    this.#toggle.setAttribute('aria-expanded', String(open));
  }

  set(state) {
    this.#root.dataset.sheet = state;
    this.#handle.setAttribute('aria-expanded', String(state !== 'peek'));
  }

  #step() {
    this.set(STATES[(STATES.indexOf(this.#root.dataset.sheet) + 1) % STATES.length]);
  }

  #begin(event) {
    if (!this.narrow || event.target.closest('button:not(.grip)')) return;
    this.#from = { y: event.clientY, height: this.#root.offsetHeight };
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#root.classList.add('dragged');
  }

  #drag(event) {
    if (this.#from === null) return;
    this.#root.style.setProperty('--dragged', `${this.#from.height + this.#from.y - event.clientY}px`);
  }

  #end(event) {
    if (this.#from === null) return;
    const moved = this.#from.y - event.clientY;
    const height = this.#from.height + moved;
    this.#from = null;
    this.#root.classList.remove('dragged');
    if (Math.abs(moved) < PRESS) return this.#step();
    const room = this.#root.parentElement.clientHeight;
    this.set(height < room * 0.27 ? 'peek' : height < room * 0.66 ? 'half' : 'full');
  }
}
