import { messageIn, type CouponFace } from '../paper/coupon-words.ts';
import { languageWritten, type Language } from '../paper/dictionary.ts';
import { h, type Child } from '../paper/dom.ts';

/**
 * The picture of a coupon, fetched once it comes into sight, in a place of its size; without words of its own it is
 * decoration. One that does not come (no connection, say) leaves no place behind.
 */
export function ticketPicture({ picture, pictureSize, pictureAlt }: CouponFace, language: Language): Child {
  if (picture === undefined) return undefined;
  const alt = messageIn(pictureAlt, language) ?? '';
  const image = h('img', {
    class: 'ticket-picture',
    alt,
    lang: languageWritten(alt),
    width: pictureSize?.width,
    height: pictureSize?.height,
    loading: 'lazy',
    decoding: 'async',
  });
  image.addEventListener('error', () => image.remove());
  image.src = `/v1/pictures/${encodeURIComponent(picture)}`;
  return image;
}
