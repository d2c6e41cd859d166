/** What of the address a page inside another one keeps of itself: where, not who looks at it or how. */
const LOOKS = ['kiosk', 'show'];

/** The page of the embedded map, which any site may frame. */
const PATH = '/embed';

/** In the share dialog: the HTML that puts the map into another page, with a choice of what it keeps, and a preview of it. */
export class Embed {
  #root;
  #html;
  #preview;

  /** @param {HTMLDetailsElement} root */
  constructor(root) {
    this.#root = root;
    this.#html = root.querySelector('textarea');
    this.#preview = root.querySelector('.preview');
    root.addEventListener('toggle', () => this.update());
    root.addEventListener('change', () => this.update());
  }

  /** Makes HTML and preview anew, from the address as it is now; where they can't be seen there is no preview. */
  update() {
    this.#preview.replaceChildren();
    if (!this.#root.open) return;
    const frame = frameOf(this.#address());
    this.#html.value = frame.outerHTML;
    this.#preview.append(frame);
  }

  /** A preview is a page of its own: it is not kept where it can't be seen. */
  close() {
    this.#preview.replaceChildren();
  }

  #address() {
    const kept = (name) => this.#root.querySelector(`[name=${name}]`).checked;
    const state = new URL(location.href).searchParams;
    const url = new URL(PATH, location.href);
    if (kept('state')) for (const [name, value] of state) LOOKS.includes(name) || url.searchParams.set(name, value);
    else if (state.has('area')) url.searchParams.set('area', state.get('area'));
    const shown = ['search', 'list', 'time'].filter(kept);
    if (shown.length > 0) url.searchParams.set('show', shown.join(' '));
    return url;
  }
}

function frameOf(url) {
  const frame = document.createElement('iframe');
  const attributes = { src: url.href, title: document.title, width: '100%', height: '480', frameborder: '0', loading: 'lazy', allow: 'fullscreen' };
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
  return frame;
}

/** On the embedded page, the way to the whole one: its link opens what is seen now. @param {HTMLAnchorElement} link */
export function leadOut(link) {
  const lead = () => {
    const url = new URL(location.href);
    url.pathname = '/';
    url.searchParams.delete('show');
    link.href = url.href;
  };
  for (const type of ['pointerenter', 'pointerdown', 'focus']) link.addEventListener(type, lead);
}
