import { hash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureIdForm, pictureRules, readPicture, type Picture } from '../../lambdas/domain/picture.ts';
import { isRefusal } from '../../lambdas/domain/refusal.ts';
import { drawPng } from '../../local/png.ts';
import { noisyPng, pictures } from '../pictures.ts';

const kinds = Object.entries(pictures);
const types = { png: 'image/png', jpeg: 'image/jpeg' } as Readonly<Record<string, string>>;

function read(file: Buffer): Picture {
  const picture = readPicture(file);
  if (isRefusal(picture)) throw new Error(picture.refused);
  return picture;
}

const codeOf = (file: Buffer) => {
  const picture = readPicture(file);
  return isRefusal(picture) ? picture.refused : 'taken';
};

const word = (length: number, write: (bytes: Buffer) => unknown) => {
  const bytes = Buffer.alloc(length);
  write(bytes);
  return bytes;
};
const place = Buffer.from('Exif\0\0 35.6580N 139.7016E 090-1234-5678', 'latin1');
const pngChunk = (name: string, content: Buffer) =>
  Buffer.concat([
    word(4, head => head.writeUInt32BE(content.length)),
    Buffer.from(name),
    content,
    Buffer.alloc(4),
  ]);
const segment = (marker: number, content: Buffer) =>
  Buffer.concat([
    Buffer.from([0xff, marker]),
    word(2, head => head.writeUInt16BE(content.length + 2)),
    content,
  ]);
const webpChunk = (name: string, content: Buffer) =>
  Buffer.concat([
    Buffer.from(name),
    word(4, head => head.writeUInt32LE(content.length)),
    content,
    Buffer.alloc(content.length % 2),
  ]);
const webpFile = (...chunks: readonly Buffer[]) => {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  return Buffer.concat([Buffer.from('RIFF'), word(4, head => head.writeUInt32LE(body.length)), body]);
};
const spliced = (file: Buffer, at: number, more: Buffer) =>
  Buffer.concat([file.subarray(0, at), more, file.subarray(at)]);
const changed = (file: Buffer, at: number, ...bytes: readonly number[]) => {
  const other = Buffer.from(file);
  other.set(bytes, at);
  return other;
};
const frameOf = (file: Buffer) => file.subarray(12);
const canvas = (width: number, height: number, flags = 0) =>
  word(10, head => {
    head[0] = flags;
    head.writeUIntLE(width - 1, 4, 3);
    head.writeUIntLE(height - 1, 7, 3);
  });

describe('a picture', () => {
  test.each(kinds)('is read by its bytes: %s', (kind, file) => {
    const picture = read(file);
    expect(picture).toMatchObject({ width: 24, height: 16, type: types[kind] ?? 'image/webp' });
    expect(Buffer.from(picture.bytes)).toEqual(file);
    expect(picture.pictureId).toBe(`pic_${hash('sha256', file, 'base64url')}`);
    expect(picture.pictureId).toMatch(pictureIdForm);
  });

  test.each(kinds)('cut anywhere is refused: %s', (_kind, file) => {
    for (let length = 0; length < file.length; length += 1)
      expect(codeOf(file.subarray(0, length))).toBe('picture.unreadable');
  });

  test.each(kinds)(
    'with anything behind its end is refused, so that no other file rides along: %s',
    (_kind, file) => {
      for (const more of ['\0', '\0\0', 'PK\u0003\u0004', '<script>alert(1)</script>'])
        expect(codeOf(Buffer.concat([file, Buffer.from(more)]))).toBe('picture.unreadable');
    },
  );

  test.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['GIF', 'GIF89a\u0018\0\u0010\0\u0080\0\0\0\0\0\u00ff\u00ff\u00ff,\0\0\0\0\u0018\0\u0010\0\0\u0002\0;'],
    ['HTML', '<!doctype html><img src=x>'],
    ['PDF', '%PDF-1.7\n%%EOF'],
    ['text', 'もぎり'],
    ['nothing', ''],
  ])('is not %s', (_name, text) => {
    expect(codeOf(Buffer.from(text, 'latin1'))).toBe('picture.unreadable');
  });

  test('is never said to be what it is not by bytes of chance', () => {
    const head = fc.constantFrom(...kinds.map(([, file]) => file.subarray(0, 12)), Buffer.alloc(0));
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 400 }), (start, rest) => {
        expect(codeOf(Buffer.concat([start, rest]))).toBe('picture.unreadable');
      }),
    );
  });
});

describe('what does not draw', () => {
  const { png, jpeg, lossy, alpha } = pictures;
  const jfxx = Buffer.concat([Buffer.from('JFXX\0\u0010', 'latin1'), jpeg]);
  const iccOfAlpha = webpChunk('ICCP', place);
  test.each([
    [
      'words and a time in a PNG',
      png,
      spliced(spliced(png, 33, pngChunk('tEXt', place)), 33, pngChunk('tIME', place)),
    ],
    ['a place in a PNG', png, spliced(png, png.length - 12, pngChunk('eXIf', place))],
    ['further frames of a PNG', png, spliced(png, 33, pngChunk('acTL', Buffer.alloc(8)))],
    ['a place in a JPEG', jpeg, spliced(jpeg, 2, segment(0xe1, place))],
    ['words in a JPEG', jpeg, spliced(jpeg, 20, segment(0xfe, place))],
    ['a place behind the scan of a JPEG', jpeg, spliced(jpeg, jpeg.length - 2, segment(0xe1, place))],
    ['a small picture of the whole in a JPEG', jpeg, spliced(jpeg, 20, segment(0xe0, jfxx))],
    ['words where Adobe says its colours', jpeg, spliced(jpeg, 20, segment(0xee, place))],
    ['filling before a segment of a JPEG', jpeg, spliced(jpeg, 2, Buffer.from([0xff, 0xff]))],
    [
      'a place and a profile in a WebP',
      webpFile(webpChunk('VP8X', canvas(24, 16)), frameOf(lossy)),
      webpFile(
        webpChunk('VP8X', canvas(24, 16, 0x2c)),
        webpChunk('ICCP', place),
        frameOf(lossy),
        webpChunk('EXIF', place),
        webpChunk('XMP ', place),
      ),
    ],
    [
      'a profile of a transparent WebP',
      alpha,
      webpFile(alpha.subarray(12, 30), iccOfAlpha, alpha.subarray(30)),
    ],
  ])('is left out: %s', (_what, clean, file) => {
    const picture = read(file);
    expect(Buffer.from(picture.bytes).toString('hex')).toBe(clean.toString('hex'));
    expect(picture.pictureId).toBe(read(clean).pictureId);
  });
});

describe('a picture that would keep phones busy is refused', () => {
  const { png, jpeg, lossy, lossless } = pictures;
  const frameAt = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  const scanAt = jpeg.indexOf(Buffer.from([0xff, 0xda]));

  test.each([
    ['a PNG', changed(png, 16, 0x7f, 0xff, 0xff, 0xff)],
    ['a JPEG', changed(jpeg, frameAt + 5, 0xff, 0xff, 0xff, 0xff)],
    ['a lossy WebP', changed(lossy, 26, 0xff, 0x3f, 0xff, 0x3f)],
    ['a lossless WebP', changed(lossless, 21, 0xff, 0xff, 0xff, 0x0f)],
  ])('for its size in pixels: %s', (_what, file) => {
    expect(readPicture(file)).toEqual({ refused: 'picture.too_many_pixels', facts: { maxSide: 1600 } });
  });

  test('for one pixel more than there may be, and not for as many', () => {
    const { maxSide } = pictureRules;
    const blank = () => [255, 255, 255] as const;
    expect(read(drawPng(maxSide, 1, blank))).toMatchObject({ width: maxSide, height: 1 });
    expect(codeOf(drawPng(1, maxSide + 1, blank))).toBe('picture.too_many_pixels');
  });

  test('for one byte more than there may be, and not for as many', () => {
    const { maxBytes } = pictureRules;
    const sized = (bytes: number) =>
      spliced(png, 33, pngChunk('tEXt', Buffer.alloc(bytes - png.length - 12)));
    expect(codeOf(sized(maxBytes))).toBe('taken');
    expect(readPicture(sized(maxBytes + 1))).toEqual({ refused: 'picture.too_large', facts: { maxBytes } });
    expect(codeOf(noisyPng(1))).toBe('taken');
  });

  test('for a size of none', () => {
    expect(codeOf(changed(png, 20, 0, 0, 0, 0))).toBe('picture.unreadable');
    expect(codeOf(changed(jpeg, frameAt + 5, 0, 0))).toBe('picture.unreadable');
  });

  test.each([
    [
      'a WebP whose canvas is small and whose frame is not',
      webpFile(webpChunk('VP8X', canvas(2, 2)), frameOf(lossy)),
    ],
    [
      'a WebP with two canvases, one of them huge',
      webpFile(webpChunk('VP8X', canvas(16_384, 16_384)), webpChunk('VP8X', canvas(24, 16)), frameOf(lossy)),
    ],
    ['a WebP with two frames', webpFile(frameOf(lossy), frameOf(lossy))],
    ['a moving WebP', webpFile(webpChunk('VP8X', canvas(24, 16, 2)), webpChunk('ANMF', frameOf(lossy)))],
    ['a PNG with two heads', spliced(png, 33, png.subarray(8, 33))],
    ['a PNG without a picture', Buffer.concat([png.subarray(0, 33), png.subarray(-12)])],
    ['a JPEG with two frames', spliced(jpeg, scanAt, jpeg.subarray(frameAt, frameAt + 19))],
    ['a JPEG in a JPEG', spliced(jpeg, 2, jpeg)],
    ['a JPEG without a scan', Buffer.concat([jpeg.subarray(0, scanAt), jpeg.subarray(-2)])],
    [
      'a JPEG with more scans than any encoder makes',
      spliced(jpeg, scanAt, Buffer.concat(Array.from({ length: 20 }, () => jpeg.subarray(scanAt, -2)))),
    ],
  ])('for its parts: %s', (_what, file) => {
    expect(codeOf(file)).toBe('picture.unreadable');
  });
});
