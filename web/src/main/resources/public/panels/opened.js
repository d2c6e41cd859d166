import { asked, note, onReturn, remember } from '../address.js';

/**
 * The open post and the place whose posts are listed, in the page's address as `post` and `place`. Going on from one post to the
 * next is no step of its own, so that Back leaves the posts as one came.
 */
export class Opened {
  #view;
  /** The address is only written once it was read, and not by reading it. */
  #reading = true;

  /** @param {import('../posts/view.js').View} view */
  constructor(view) {
    this.#view = view;
    view.subscribe(() => this.#tell());
    onReturn(() => this.read());
  }

  /** Opens what the address says, as soon as it is there. */
  read() {
    const key = asked('place');
    this.#reading = true;
    this.#view.select(asked('post'));
    this.#view.choosePlace(key && { key, name: key.slice(0, Math.max(0, key.lastIndexOf('\n'))) });
    this.#reading = false;
  }

  #tell() {
    if (this.#reading) return;
    const { opened: post, place } = this.#view;
    if (place?.key !== (asked('place') ?? undefined)) remember({ place: place?.key ?? null });
    if (post === asked('post')) return;
    if (post && asked('post')) note({ post });
    else remember({ post });
  }
}
