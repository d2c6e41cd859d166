/** Radius in pixels by age, the newest first: age is told by colour and by size. */
export const RADII = [6.5, 6, 5, 4.2];

/** Opacity by age. */
const OPACITY = [0.95, 0.92, 0.85, 0.75];

/** Room around a point for its rim. */
const RIM = 2;

/**
 * The points as small pictures, made once for each theme and resolution: copying a picture is several times faster than
 * drawing a circle, and keeps the rim of each point over the one below it.
 *
 * @param {string[]|null} kinds the colours of the kinds that are told apart, or null where colours tell ages
 * @returns {{points: ImageBitmap[][], rings: ImageBitmap[][], sizes: number[]}} by kind, the first where there are none, and age;
 *     `sizes` their sides in CSS pixels, by age
 */
export function makeSprites(colours, ratio, kinds) {
  const sizes = RADII.map((radius) => Math.ceil((radius + RIM) * 2 * ratio) / ratio);
  const paint = (age, kind, draw) => {
    const side = Math.round(sizes[age] * ratio);
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext('2d');
    context.scale(ratio, ratio);
    context.translate(sizes[age] / 2, sizes[age] / 2);
    context.globalAlpha = OPACITY[age];
    draw(context, kind ?? colours[`age-${age}`], RADII[age]);
    return canvas.transferToImageBitmap();
  };
  return {
    sizes,
    points: (kinds ?? [null]).map((kind) => RADII.map((_, age) => paint(age, kind, drawPoint(colours.panel)))),
    rings: (kinds ?? [null]).map((kind) => RADII.map((_, age) => paint(age, kind, drawRing))),
  };
}

function drawPoint(rim) {
  return (context, colour, radius) => {
    context.beginPath();
    context.arc(0, 0, radius, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = 1.25;
    context.strokeStyle = rim;
    context.stroke();
  };
}

/** A place so small that it has no extent: hollow, because no one was seen exactly there. */
function drawRing(context, colour, radius) {
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.setLineDash([2.8, 1.9]);
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.stroke();
}
