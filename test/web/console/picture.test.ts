import { describe, expect, test } from 'vitest';
import { couponBody, emptyCoupon } from '../../../web/console/coupons/coupon-form.ts';
import { pictureLimits, pictureSource } from '../../../web/console/coupons/picture-form.ts';
import { shrink, sizeWithin } from '../../../web/console/coupons/shrink-picture.ts';
import { pictureRules } from '../../../lambdas/domain/picture.ts';

/** A blob of so many bytes. */
const blob = (bytes: number) => new Blob([new Uint8Array(bytes)]);

describe('a picked picture', () => {
  test.each([
    [4000, 3000, [1200, 900]],
    [3000, 4000, [900, 1200]],
    [1200, 1200, [1200, 1200]],
    [800, 400, [800, 400]],
    [9000, 2, [1200, 1]],
  ])('of %i × %i is drawn at %j, never larger than it is', (width, height, drawn) => {
    expect(sizeWithin(width, height, pictureLimits.side)).toEqual(drawn);
  });

  test('stays within what the API takes', () => {
    expect(pictureLimits.bytes).toBe(pictureRules.maxBytes);
    expect(pictureLimits.side).toBeLessThanOrEqual(pictureRules.maxSide);
  });

  test('is taken at the first quality that fits, before it is made smaller', async () => {
    const tried: string[] = [];
    const shrunk = await shrink(2400, 1200, async (width, _height, quality) => {
      tried.push(`${width} ${quality}`);
      return blob(Math.ceil(width * quality * 100));
    });
    expect(shrunk).toMatchObject({ width: 1200, height: 600 });
    expect(tried.at(-1)).toBe('1200 0.45');
    expect(shrunk?.file.size).toBeLessThanOrEqual(pictureLimits.bytes);
  });

  test('is made smaller where no quality is enough', async () => {
    const shrunk = await shrink(2400, 1200, async (width, height) => blob((width * height) / 5));
    expect(shrunk).toMatchObject({ width: 720, height: 360 });
  });

  test('is none when it never fits, or cannot be encoded', async () => {
    expect(await shrink(10, 10, async () => blob(pictureLimits.bytes + 1))).toBeUndefined();
    expect(await shrink(10, 10, async () => null)).toBeUndefined();
  });
});

describe('the form’s picture', () => {
  const picture = { type: 'image/webp', data: 'AAAA', width: 2, height: 1 };

  test('is shown from the page itself', () => {
    expect(pictureSource(picture)).toBe('data:image/webp;base64,AAAA');
  });

  test('brings its words along, each where it was written, and no words without it', () => {
    const body = (draft: object) => couponBody({ ...emptyCoupon, ...draft }, 'Asia/Tokyo').pictureAlt;
    const words = { pictureAlt: ' 赤と白 ', pictureAltEn: '' };
    expect(body({ picture, ...words })).toEqual({ ja: '赤と白' });
    expect(body({ picture, pictureAlt: '', pictureAltEn: 'Red and white' })).toEqual({ en: 'Red and white' });
    expect(body({ picture })).toBeUndefined();
    expect(body(words)).toBeUndefined();
  });
});
