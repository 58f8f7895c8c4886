import type { PictureId } from '../domain/ids.ts';
import { pictureIdForm, type PictureBook } from '../domain/picture.ts';
import { refuse } from '../domain/refusal.ts';

/** A coupon's picture for whoever asks; what cannot be a picture's id is not looked for. Refusal: picture.not_found. */
export function makeShowPicture(pictures: Pick<PictureBook, 'byId'>) {
  return async (id: PictureId) => {
    const picture = pictureIdForm.test(id) ? await pictures.byId(id) : undefined;
    return picture ?? refuse('picture.not_found');
  };
}
