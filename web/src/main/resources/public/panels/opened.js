import { asked, note, onReturn, remember } from '../address.js';

/**
 * The open post and the place whose posts are listed, in the page's address as `post` and `place`; a group that was put together on
 * the map has no name to be found by. Going on from one post to the next is no step of its own, so that Back leaves the posts as one
 * came.
 */
export class Opened {
  #view;
  #post = null;
  #place = null;

  /** @param {import('../posts/view.js').View} view */
  constructor(view) {
    this.#view = view;
    view.subscribe(() => this.#tell());
    onReturn(() => this.read());
  }

  /** Opens what the address says, as soon as it is there. */
  read() {
    const key = asked('place');
    this.#post = asked('post');
    this.#view.select(this.#post);
    this.#place = key;
    this.#view.choosePlace(key && { key, name: key.slice(0, Math.max(0, key.lastIndexOf('\n'))) });
  }

  #tell() {
    const { opened: post, place: chosen } = this.#view;
    const place = chosen?.kind === 'place' ? chosen.key : null;
    if (this.#place !== place) {
      this.#place = place;
      remember({ place });
    }
    if (this.#post === post) return;
    const going = this.#post !== null && post !== null;
    this.#post = post;
    if (going) note({ post });
    else remember({ post });
  }
}
