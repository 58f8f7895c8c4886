import { drawPng, type Rgb } from './png.ts';

type Shape = { readonly colour: Rgb; readonly holds: (x: number, y: number) => boolean };

/** A cube's middle, and by how much it is turned (radians). */
type Cube = readonly [x: number, y: number, turn: number];

const [width, height] = [800, 400];

/** A glass that is wider at its rim; `inset` is how far inside its wall, all in pixels. */
const inGlass = (x: number, y: number, inset: number, top: number) =>
  y > top && y < 340 - inset && Math.abs(x - 400) < 92 - (y - 90) * 0.11 - inset;

/** An ice cube, a little turned. */
const inCube = (x: number, y: number, [middleX, middleY, turn]: Cube) => {
  const [across, down] = [x - middleX, y - middleY];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return Math.max(Math.abs(across * cos + down * sin), Math.abs(down * cos - across * sin)) < 21;
};

const cubes: readonly Cube[] = [
  [368, 158, 0.3],
  [426, 168, 0.9],
  [396, 200, 0.1],
];

/** From the back to the front: wall, sun, table, straw, glass, drink, ice, shine. */
const shapes: readonly Shape[] = [
  { colour: [246, 217, 168], holds: () => true },
  { colour: [251, 236, 203], holds: (x, y) => Math.hypot(x - 400, y - 220) < 190 },
  { colour: [201, 139, 90], holds: (_x, y) => y > 300 },
  { colour: [176, 116, 72], holds: (x, y) => Math.hypot((x - 420) / 4, y - 342) < 36 },
  { colour: [200, 55, 31], holds: (x, y) => Math.abs(x - 452 + (y - 60) * 0.3) < 8 && y > 40 && y < 330 },
  { colour: [255, 250, 240], holds: (x, y) => inGlass(x, y, 0, 90) },
  { colour: [201, 153, 107], holds: (x, y) => inGlass(x, y, 8, 132) },
  { colour: [107, 63, 38], holds: (x, y) => inGlass(x, y, 8, 210 + 8 * Math.sin(x / 14)) },
  {
    colour: [236, 226, 212],
    holds: (x, y) => inGlass(x, y, 8, 132) && cubes.some(cube => inCube(x, y, cube)),
  },
  { colour: [255, 250, 240], holds: (x, y) => inGlass(x, y, 16, 120) && x > 330 && x < 340 },
];

const colourOf = (x: number, y: number): Rgb =>
  shapes.findLast(({ holds }) => holds(x, y))?.colour ?? [255, 255, 255];

/** Mixes the four quarters of a pixel, so that edges are smooth. */
function smooth(x: number, y: number): Rgb {
  const quarters = [0.25, 0.75].flatMap(down => [0.25, 0.75].map(across => colourOf(x + across, y + down)));
  const mix = (part: 0 | 1 | 2) => Math.round(quarters.reduce((sum, colour) => sum + colour[part], 0) / 4);
  return [mix(0), mix(1), mix(2)];
}

/** The picture of the demo's drink, drawn by ourselves: some kilobytes of PNG. */
export function drawDrink(): Buffer {
  return drawPng(width, height, smooth);
}
