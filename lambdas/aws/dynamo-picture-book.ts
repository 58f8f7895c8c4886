import type { Picture, PictureBook } from '../domain/picture.ts';
import { pictureItem } from './coupon-items.ts';
import type { Dynamo } from './dynamo.ts';
import { readItem } from './items.ts';
import { bookKeys } from './keys.ts';

/** Pictures in the Book, an item each: the same bytes are the same item, so of two who keep them one puts it. */
export function makePictureBook(dynamo: Dynamo, book: string): PictureBook {
  return {
    keep: async picture => {
      await dynamo.put(
        book,
        { ...bookKeys.picture(picture.pictureId), ...picture },
        'attribute_not_exists(pk)',
      );
    },
    byId: async id => readItem<Picture>(pictureItem, await dynamo.get(book, bookKeys.picture(id))),
  };
}
