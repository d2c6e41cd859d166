/** Cells about as large as a finger: a search reads at most nine of them. */
const CELL = 24;

/**
 * Finds the drawn point nearest to the pointer. Points are numbers into two arrays of pixels, so filling it with tens of
 * thousands of them allocates nothing.
 */
export class Grid {
  #columns = 0;
  #rows = 0;
  #heads = new Int32Array(0);
  #next = new Int32Array(0);
  #xs = [];
  #ys = [];

  /** @param {Float32Array} xs pixels from the left, of the first `count` points; @param {Float32Array} ys from the top */
  fill(width, height, xs, ys, count) {
    this.#columns = Math.ceil(width / CELL) + 1;
    this.#rows = Math.ceil(height / CELL) + 1;
    if (this.#heads.length < this.#columns * this.#rows) this.#heads = new Int32Array(this.#columns * this.#rows);
    if (this.#next.length < count) this.#next = new Int32Array(count * 2);
    this.#heads.fill(-1);
    this.#xs = xs;
    this.#ys = ys;
    for (let i = 0; i < count; i++) {
      const column = Math.floor(xs[i] / CELL);
      const row = Math.floor(ys[i] / CELL);
      if (column < 0 || row < 0 || column >= this.#columns || row >= this.#rows) continue;
      const cell = row * this.#columns + column;
      this.#next[i] = this.#heads[cell];
      this.#heads[cell] = i;
    }
  }

  /** The nearest point within `radius` pixels; of those equally near the one drawn last; -1 when there is none. */
  nearest(x, y, radius) {
    let found = -1;
    let least = radius * radius;
    const [firstRow, lastRow] = span(y, radius, this.#rows);
    const [firstColumn, lastColumn] = span(x, radius, this.#columns);
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        for (let i = this.#heads[row * this.#columns + column]; i >= 0; i = this.#next[i]) {
          const d = (this.#xs[i] - x) ** 2 + (this.#ys[i] - y) ** 2;
          if (d > least || (d === least && i < found)) continue;
          least = d;
          found = i;
        }
      }
    }
    return found;
  }
}

function span(at, radius, cells) {
  return [Math.max(0, Math.floor((at - radius) / CELL)), Math.min(cells - 1, Math.floor((at + radius) / CELL))];
}
