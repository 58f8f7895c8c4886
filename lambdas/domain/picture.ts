import { hash } from 'node:crypto';
import * as z from 'zod/mini';
import { pictureId, type PictureId } from './ids.ts';
import { readJpeg } from './jpeg-picture.ts';
import { readPng } from './png-picture.ts';
import { refuse, type Refusal } from './refusal.ts';
import { readWebp } from './webp-picture.ts';

/** The media types a picture may have. SVG is none of them: it is a document, and may hold scripts. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;

/** A picture's width and height, in pixels. */
export type PictureSize = { readonly width: number; readonly height: number };

/** A picture on a coupon: it has its name from its bytes, so it never changes under it. */
export type Picture = PictureSize & {
  readonly pictureId: PictureId;
  readonly type: (typeof pictureTypes)[number];
  readonly bytes: Uint8Array;
};

/** Keeps pictures, for good. */
export type PictureBook = {
  /** Keeps a picture; one that is kept already stays as it is. */
  keep(picture: Picture): Promise<void>;
  byId(id: PictureId): Promise<Picture | undefined>;
};

/** The largest file, in bytes, and the longest side, in pixels: what a phone draws without effort (decision 0050). */
export const pictureRules = { maxBytes: 60_000, maxSide: 1600 } as const;

/** A picture as it goes over the wire. */
export const pictureTold = z.object({
  type: z.enum(pictureTypes),
  bytes: z.custom<Uint8Array>(value => value instanceof Uint8Array),
});

/** The form of a picture's id: `pic_` and the SHA-256 of its bytes in base64url. */
export const pictureIdForm = /^pic_[\w-]{43}$/u;

const readers = { 'image/png': readPng, 'image/jpeg': readJpeg, 'image/webp': readWebp } as const;

/**
 * Reads a picture from a file, by its bytes and never by its name, and leaves out of it what does not draw: places,
 * times, words. Refusals: picture.too_large, picture.unreadable, picture.too_many_pixels.
 */
export function readPicture(file: Buffer): Picture | Refusal {
  const { maxBytes, maxSide } = pictureRules;
  if (file.length > maxBytes) return refuse('picture.too_large', { maxBytes });
  const type = pictureTypes.find(candidate => readers[candidate](file) !== undefined);
  const drawn = type && readers[type](file);
  if (type === undefined || drawn === undefined) return refuse('picture.unreadable');
  const { width, height, bytes } = drawn;
  if (Math.min(width, height) < 1) return refuse('picture.unreadable');
  if (Math.max(width, height) > maxSide) return refuse('picture.too_many_pixels', { maxSide });
  return { pictureId: pictureId(`pic_${hash('sha256', bytes, 'base64url')}`), type, width, height, bytes };
}
