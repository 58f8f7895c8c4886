import { joined, named, theOne, type Drawn, type Part } from './picture-parts.ts';

const start = Buffer.from([0xff, 0xd8]);
const end: Part = { name: 'd9', bytes: Buffer.from([0xff, 0xd9]) };

/** Frames that browsers draw: baseline, extended, progressive. */
const frames = ['c0', 'c1', 'c2'];

/** Segments that draw: JFIF, Adobe's colours, tables, frame and scans. Exif (with places), words and profiles are left out. */
const drawing = [...frames, 'e0', 'ee', 'c4', 'cc', 'db', 'dd', 'da'];

/** What JFIF and Adobe write, to the byte: longer ones, or others by the same marker, hold a small picture or words. */
const plainHeads = new Map([
  ['e0', { begins: 'JFIF\0', bytes: 18 }],
  ['ee', { begins: 'Adobe', bytes: 16 }],
]);

/** Whether a segment is no application's own, or one of the two that draw. */
function isPlain({ name, bytes }: Part): boolean {
  const plain = plainHeads.get(name);
  if (plain === undefined) return true;
  const { begins, bytes: length } = plain;
  return bytes.length === length && bytes.toString('latin1', 4, 4 + begins.length) === begins;
}

/** More scans than any encoder makes would be there to keep phones busy. */
const mostScans = 20;

/** Whether a byte behind 0xff belongs to the scan: a stuffed one, a restart, or filling. */
const isInScan = (byte: number | undefined) =>
  byte === 0x00 || byte === 0xff || (byte !== undefined && byte >= 0xd0 && byte <= 0xd7);

function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && isInScan(bytes[at + 1])) at = bytes.indexOf(0xff, at + 1);
  return at < 0 ? bytes.length : at;
}

/** The segments between start and end of a file that is whole and has nothing behind its end. */
function segmentsOf(bytes: Buffer): readonly Part[] | undefined {
  const segments: Part[] = [];
  let at = start.length;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const tail = at + 2 + bytes.readUInt16BE(at + 2);
    const next = marker === 0xda ? endOfScan(bytes, tail) : tail;
    if (marker === 0xff) at += 1;
    else if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9) || tail < at + 4) return undefined;
    else {
      segments.push({ name: marker.toString(16), bytes: bytes.subarray(at, next) });
      at = next;
    }
  }
  return bytes.subarray(at).equals(end.bytes) ? segments : undefined;
}

/** Reads a JPEG (ITU T.81) as far as its segments and its size go; undefined when it is none, or broken. */
export function readJpeg(bytes: Buffer): Drawn | undefined {
  const segments = bytes.subarray(0, 2).equals(start) ? segmentsOf(bytes) : undefined;
  const frame = segments && theOne(segments, ...frames);
  const scans = named(segments ?? [], 'da').length;
  if (segments === undefined || frame === undefined || frame.bytes.length < 9) return undefined;
  if (scans === 0 || scans > mostScans) return undefined;
  return {
    width: frame.bytes.readUInt16BE(7),
    height: frame.bytes.readUInt16BE(5),
    bytes: joined(start, [...named(segments, ...drawing).filter(isPlain), end]),
  };
}
