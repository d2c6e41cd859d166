import { html } from 'lit-html';

const WIDTH = 72;
const HEIGHT = 20;

/** Numbers as a small line, the highest at the top; decoration, since the last number stands beside it. */
export function sparkline(numbers) {
  const highest = Math.max(1, ...numbers);
  const points = numbers.map((n, i) =>
    `${((i / (numbers.length - 1)) * (WIDTH - 2) + 1).toFixed(1)},${(HEIGHT - 2 - (n / highest) * (HEIGHT - 4)).toFixed(1)}`).join(' ');
  return html`<svg class="sparkline" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"><polyline points=${points}></polyline></svg>`;
}
