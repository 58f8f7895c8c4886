import type { CouponWish } from '../answers.ts';

/** The largest file that the API takes, in bytes, and the longest side that a picture is drawn with, in pixels. */
export const pictureLimits = { bytes: 60_000, side: 1200 } as const;

/** A picture as it will be sent: its file in base64, and its size in pixels. */
export type PictureFile = {
  readonly type: string;
  readonly data: string;
  readonly width: number;
  readonly height: number;
};

/** What is picked and typed about a coupon's picture. */
export type PictureDraft = {
  readonly picture: PictureFile | null;
  readonly pictureAlt: string;
  readonly pictureAltEn: string;
};

/** No picture. */
export const emptyPicture: PictureDraft = { picture: null, pictureAlt: '', pictureAltEn: '' };

/** Where the preview finds a picture that is nowhere yet. */
export const pictureSource = ({ type, data }: PictureFile): string => `data:${type};base64,${data}`;

/** The words about the picture as `POST /v1/coupons` takes them; there are none without it. */
export const altBody = (draft: PictureDraft): Pick<CouponWish, 'pictureAlt'> => {
  const [ja, en] = [draft.pictureAlt.trim(), draft.pictureAltEn.trim()];
  if (draft.picture === null || (ja === '' && en === '')) return {};
  return { pictureAlt: { ...(ja === '' ? {} : { ja }), ...(en === '' ? {} : { en }) } };
};
