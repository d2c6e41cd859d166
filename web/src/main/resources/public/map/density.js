/** The side of a cell in pixels: fine enough that smoothing hides it, coarse enough to be counted in every frame. */
export const CELL = 4;

/**
 * Three averages over this many cells to each side are nearly a Gaussian (Wells 1986, "Efficient synthesis of Gaussian filters
 * by cascaded uniform filters"), whose variance is the sum of theirs.
 */
const REACH = 3;
const PASSES = 3;
const VARIANCE = (PASSES * ((2 * REACH + 1) ** 2 - 1)) / 12;

/** What a cell's smoothed count is multiplied by to be a number of posts around it: one post counts as one where it is. */
export const AROUND = 2 * Math.PI * VARIANCE;

/** Tops of scales: so few that a scale seldom changes while posts arrive. */
const ROUND = [1, 1.5, 2, 3, 5, 7.5, 10];

/**
 * How dense posts with an exact position lie, in cells that stand still on the world while the map is dragged.
 *
 * @param {object[]} posts @param {object} frame see map/canvas.js
 * @returns {{columns: number, rows: number, x: number, y: number, values: Float32Array}} smoothed posts a cell, by rows; the first
 *     cell's corner is at `x`, `y` in the frame's pixels
 */
export function density(posts, { scale, left, top, width, height, middle }) {
  const firstColumn = Math.floor(left / CELL);
  const firstRow = Math.floor(top / CELL);
  const columns = Math.floor((left + width) / CELL) - firstColumn + 1;
  const rows = Math.floor((top + height) / CELL) - firstRow + 1;
  const values = new Float32Array(columns * rows);
  for (const { exact, x, y } of posts) {
    if (!exact) continue;
    const column = Math.floor(((x - Math.round(x - middle)) * scale) / CELL) - firstColumn;
    const row = Math.floor((y * scale) / CELL) - firstRow;
    if (column >= 0 && column < columns && row >= 0 && row < rows) values[row * columns + column]++;
  }
  smooth(values, columns, rows);
  return { columns, rows, x: firstColumn * CELL - left, y: firstRow * CELL - top, values };
}

/** The share that the posts of one density are of those of another, cell by cell; 0 where there are none. */
export function share(some, all) {
  return some.map((value, i) => (all[i] > 0 ? Math.min(1, value / all[i]) : 0));
}

/** The round number that is not less than the given one. */
export function roundUp(number) {
  if (!(number > 0)) return 0;
  const unit = 10 ** Math.floor(Math.log10(number));
  return (ROUND.find((r) => r * unit >= number * (1 - 1e-6)) ?? 10) * unit;
}

/** Nothing comes in over the edges, and what leaves over them is lost. */
function smooth(values, columns, rows) {
  const line = new Float32Array(Math.max(columns, rows));
  for (let pass = 0; pass < PASSES; pass++) {
    for (let row = 0; row < rows; row++) average(values, row * columns, 1, columns, line);
    for (let column = 0; column < columns; column++) average(values, column, columns, rows, line);
  }
}

/** Replaces each value of a line by the average around it, in one walk along it. */
function average(values, from, step, count, line) {
  let sum = 0;
  for (let i = 0; i < count; i++) line[i] = values[from + i * step];
  for (let i = 0; i < Math.min(REACH, count); i++) sum += line[i];
  for (let i = 0; i < count; i++) {
    if (i + REACH < count) sum += line[i + REACH];
    if (i > REACH) sum -= line[i - REACH - 1];
    values[from + i * step] = sum / (2 * REACH + 1);
  }
}
