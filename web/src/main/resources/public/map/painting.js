/** Pixels that a dot may reach into the frame from outside. */
const REACH = 8;

/**
 * A picture of posts in the making: painted step by step, the newest on top, then kept up to date by painting what has come over
 * it. What left stays on it until there is a new one.
 */
export class Painting {
  #context;
  #frame;
  #dot;
  #posts;
  #next = 0;
  #left = false;

  /**
   * @param {CanvasRenderingContext2D} context cleared
   * @param {object} frame see frame.js
   * @param {object[]} posts the oldest first
   * @param {(context: CanvasRenderingContext2D, post: object, x: number, y: number) => void} dot paints one
   */
  constructor(context, frame, posts, dot) {
    this.#context = context;
    this.#frame = frame;
    this.#posts = posts.slice();
    this.#dot = dot;
  }

  /** Whether all posts are painted. */
  get done() {
    return this.#next >= this.#posts.length;
  }

  /** Paints on, about so many dots. */
  step(count) {
    for (let left = count; left > 0 && !this.done; ) if (this.#paint(this.#posts[this.#next++])) left--;
  }

  /**
   * Paints what has come since it was done.
   *
   * @param {object[]} posts that there are now, the oldest first
   * @param {number} most dots to paint
   * @returns {'whole'|'left'|'other'} whether the picture shows them; or also some that the store holds no more; or others
   */
  amend(posts, most) {
    const before = this.#posts;
    const come = [];
    let same = 0;
    while (same < before.length && before[same] === posts[same]) same++;
    let i = same;
    for (let j = same; j < posts.length && come.length <= most; j++) {
      for (; before[i] !== posts[j] && before[i]?.gone; i++) this.#left = true;
      if (before[i] === posts[j]) i++;
      else come.push(posts[j]);
    }
    for (; before[i]?.gone; i++) this.#left = true;
    if (i < before.length || come.length > most) return 'other';
    for (const post of come) this.#paint(post);
    if (same === before.length) before.push(...come);
    else this.#posts = posts.slice();
    this.#next = posts.length;
    return this.#left ? 'left' : 'whole';
  }

  #paint(post) {
    const { scale, left, top, width, height, middle } = this.#frame;
    const x = (post.x - Math.round(post.x - middle)) * scale - left;
    const y = post.y * scale - top;
    // Positions that are not a number, of posts that name only a place, fail this too.
    if (!(x > -REACH && y > -REACH && x < width + REACH && y < height + REACH)) return false;
    this.#dot(this.#context, post, x, y);
    return true;
  }
}
