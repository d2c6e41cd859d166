const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 72;
const HEIGHT = 20;

/** Numbers as a small line, the highest at the top; decoration, since the last number stands beside it. */
export function sparkline(numbers) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'sparkline');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'polyline');
  const highest = Math.max(1, ...numbers);
  line.setAttribute('points', numbers.map((n, i) =>
    `${((i / (numbers.length - 1)) * (WIDTH - 2) + 1).toFixed(1)},${(HEIGHT - 2 - (n / highest) * (HEIGHT - 4)).toFixed(1)}`).join(' '));
  svg.append(line);
  return svg;
}
