import type { PictureId } from '../../lambdas/domain/ids.ts';
import type { Picture, PictureBook } from '../../lambdas/domain/picture.ts';

/** Pictures in memory; the first one of a name stays. */
export function makeMemoryPictureBook(): PictureBook {
  const pictures = new Map<PictureId, Picture>();
  return {
    keep: async picture => {
      if (!pictures.has(picture.pictureId)) pictures.set(picture.pictureId, picture);
    },
    byId: async id => pictures.get(id),
  };
}
