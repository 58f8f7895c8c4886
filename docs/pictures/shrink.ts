import { crc32, deflateSync, inflateSync } from 'node:zlib';

const mostColours = 256;

type Pixels = { readonly width: number; readonly height: number; readonly rgb: Buffer };

function chunksOf(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    chunks.set(name, Buffer.concat([chunks.get(name) ?? Buffer.alloc(0), data]));
    at += length + 12;
  }
  return chunks;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

/** What a filter of a PNG row adds to a byte (PNG specification, chapter 9). */
function added(filter: number, left: number, above: number, corner: number): number {
  return [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
}

/** Reads the pixels of a PNG of 8 bits a channel, RGB or RGBA, as Chromium writes them. */
function readPixels(png: Buffer): Pixels {
  const chunks = chunksOf(png);
  const head = chunks.get('IHDR') ?? Buffer.alloc(13);
  const [width, height, depth, kind] = [head.readUInt32BE(0), head.readUInt32BE(4), head[8], head[9]];
  if (depth !== 8 || (kind !== 2 && kind !== 6)) throw new Error('This is no picture that Chromium wrote.');
  const step = kind === 2 ? 3 : 4;
  const raw = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const row = width * step;
  for (let y = 0; y < height; y += 1) {
    const start = y * (row + 1) + 1;
    const filter = raw[start - 1] ?? 0;
    for (let x = 0; x < row; x += 1) {
      const left = x < step ? 0 : (raw[start + x - step] ?? 0);
      const above = y === 0 ? 0 : (raw[start + x - row - 1] ?? 0);
      const corner = x < step || y === 0 ? 0 : (raw[start + x - row - 1 - step] ?? 0);
      raw[start + x] = ((raw[start + x] ?? 0) + added(filter, left, above, corner)) & 255;
    }
  }
  const rgb = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const from = Math.floor(pixel / width) * (row + 1) + 1 + (pixel % width) * step;
    raw.copy(rgb, pixel * 3, from, from + 3);
  }
  return { width, height, rgb };
}

function apart(one: number, other: number): number {
  return [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
}

/** The 256 colours used most, and for every other colour the nearest of them. */
function paletteOf(rgb: Buffer): { readonly palette: Buffer; readonly placeOf: (colour: number) => number } {
  const uses = new Map<number, number>();
  for (let at = 0; at < rgb.length; at += 3) {
    const colour = rgb.readUIntBE(at, 3);
    uses.set(colour, (uses.get(colour) ?? 0) + 1);
  }
  const byUse = [...uses].toSorted(([, one], [, other]) => other - one).map(([colour]) => colour);
  const kept = byUse.slice(0, mostColours);
  const palette = Buffer.alloc(kept.length * 3);
  for (const [place, colour] of kept.entries()) palette.writeUIntBE(colour, place * 3, 3);
  const places = new Map(kept.map((colour, place) => [colour, place]));
  for (const colour of byUse.slice(mostColours)) {
    const distances = kept.map(known => apart(known, colour));
    places.set(colour, distances.indexOf(Math.min(...distances)));
  }
  return { palette, placeOf: colour => places.get(colour) ?? 0 };
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

/** Writes a picture again with a palette of at most 256 colours, a third of the size; what is lost, no eye sees. */
export function shrink(png: Buffer): Buffer {
  const { width, height, rgb } = readPixels(png);
  const { palette, placeOf } = paletteOf(rgb);
  const rows = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel += 1)
    rows[pixel + Math.floor(pixel / width) + 1] = placeOf(rgb.readUIntBE(pixel * 3, 3));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', head),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
