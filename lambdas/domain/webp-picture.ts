import { named, theOne, type Drawn, type Part } from './picture-parts.ts';

/** Chunks that draw a still picture; Exif (with places), XMP, profiles and animations are left out. */
const drawing = ['VP8X', 'ALPH', 'VP8 ', 'VP8L'];

const headBytes = 12;
const alphaFlag = 0x10;

/** The chunks of a file that is whole and has nothing behind its end; each starts at an even place. */
function chunksOf(bytes: Buffer): readonly Part[] | undefined {
  const chunks: Part[] = [];
  let at = headBytes;
  while (at + 8 <= bytes.length) {
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (end > bytes.length) return undefined;
    chunks.push({ name: bytes.toString('latin1', at, at + 4), bytes: bytes.subarray(at, end) });
    at = end;
  }
  return at === bytes.length && bytes.readUInt32LE(4) === at - 8 ? chunks : undefined;
}

type Size = Omit<Drawn, 'bytes'>;

function lossySize(frame: Buffer): Size | undefined {
  if (frame.length < 18 || frame.readUIntBE(11, 3) !== 0x9d012a) return undefined;
  return { width: frame.readUInt16LE(14) & 0x3fff, height: frame.readUInt16LE(16) & 0x3fff };
}

function losslessSize(frame: Buffer): Size | undefined {
  if (frame.length < 13 || frame[8] !== 0x2f) return undefined;
  const bits = frame.readUInt32LE(9);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** The one canvas that an extended file announces must be its frame's, or a small one would hide a huge one. */
function fits([canvas, ...more]: readonly Part[], { width, height }: Size): boolean {
  if (canvas === undefined) return true;
  const { bytes } = canvas;
  if (bytes.length !== 18 || more.length > 0) return false;
  return bytes.readUIntLE(12, 3) + 1 === width && bytes.readUIntLE(15, 3) + 1 === height;
}

/** An extended file's head, announcing nothing but transparency. */
function plainHead({ name, bytes }: Part): Part {
  if (name !== 'VP8X') return { name, bytes };
  const plain = Buffer.from(bytes);
  plain[8] = (bytes[8] ?? 0) & alphaFlag;
  return { name, bytes: plain };
}

function fileOf(chunks: readonly Part[]): Buffer {
  const body = Buffer.concat(chunks.map(({ bytes }) => bytes));
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

/** Reads a still WebP (RFC 9649) as far as its chunks and its size go; undefined when it is none, or broken. */
export function readWebp(bytes: Buffer): Drawn | undefined {
  const name =
    bytes.length < headBytes ? '' : bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 12);
  const chunks = name === 'RIFFWEBP' ? chunksOf(bytes) : undefined;
  const frame = chunks && theOne(chunks, 'VP8 ', 'VP8L');
  if (chunks === undefined || frame === undefined) return undefined;
  const size = frame.name === 'VP8L' ? losslessSize(frame.bytes) : lossySize(frame.bytes);
  if (size === undefined || !fits(named(chunks, 'VP8X'), size)) return undefined;
  return { ...size, bytes: fileOf(named(chunks, ...drawing).map(plainHead)) };
}
