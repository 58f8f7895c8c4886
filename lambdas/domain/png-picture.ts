import { joined, named, theOne, type Drawn, type Part } from './picture-parts.ts';

const signature = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');

/** Chunks that draw a still picture; words, times, places, profiles and further frames are left out. */
const drawing = ['IHDR', 'PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'IDAT', 'IEND'];

/** The chunks of a file that is whole and has nothing behind its end. */
function chunksOf(bytes: Buffer): readonly Part[] | undefined {
  const chunks: Part[] = [];
  let at = signature.length;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    chunks.push({ name: bytes.toString('latin1', at + 4, at + 8), bytes: bytes.subarray(at, end) });
    at = end;
  }
  return at === bytes.length ? chunks : undefined;
}

/** Reads a PNG (W3C, third edition) as far as its chunks and its size go; undefined when it is none, or broken. */
export function readPng(bytes: Buffer): Drawn | undefined {
  const chunks = bytes.subarray(0, 8).equals(signature) ? chunksOf(bytes) : undefined;
  const header = chunks && theOne(chunks, 'IHDR');
  if (chunks === undefined || header?.bytes.length !== 25 || chunks[0] !== header) return undefined;
  const isWhole = chunks.at(-1) === theOne(chunks, 'IEND') && named(chunks, 'IDAT').length > 0;
  if (!isWhole) return undefined;
  return {
    width: header.bytes.readUInt32BE(8),
    height: header.bytes.readUInt32BE(12),
    bytes: joined(signature, named(chunks, ...drawing)),
  };
}
