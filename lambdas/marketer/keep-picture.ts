import { readPicture, type PictureBook } from '../domain/picture.ts';
import { isRefusal } from '../domain/refusal.ts';

/**
 * Keeps a picture for the coupons to come; the same one twice is one. `data` is its file in base64. Refusals:
 * picture.too_large, picture.unreadable, picture.too_many_pixels.
 */
export function makeKeepPicture(pictures: Pick<PictureBook, 'keep'>) {
  return async (data: string) => {
    const picture = readPicture(Buffer.from(data, 'base64'));
    if (isRefusal(picture)) return picture;
    await pictures.keep(picture);
    const { pictureId, type, width, height } = picture;
    return { pictureId, type, width, height };
  };
}
