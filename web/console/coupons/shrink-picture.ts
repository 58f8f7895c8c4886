import { type PictureFile, pictureLimits } from './picture-form.ts';

/** Draws a picture at a size and encodes it; `quality` goes from 0 to 1. */
export type Encode = (width: number, height: number, quality: number) => Promise<Blob | null>;

/** A size with the same shape whose longer side is at most `most`, in whole pixels. */
export const sizeWithin = (width: number, height: number, most: number): readonly [number, number] => {
  const scale = Math.min(1, most / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
};

/** Tries in this order: a smaller quality is seen less than a smaller picture, down to where it shows. */
const sides = [pictureLimits.side, 960, 720, 480, 320];
const qualities = [0.85, 0.75, 0.65, 0.55, 0.45];

/** The largest and best encoding that fits into the limit; undefined when the browser encodes none that does. */
export const shrink = async (
  width: number,
  height: number,
  encode: Encode,
): Promise<{ readonly file: Blob; readonly width: number; readonly height: number } | undefined> => {
  for (const side of sides) {
    const [wide, high] = sizeWithin(width, height, side);
    for (const quality of qualities) {
      const file = await encode(wide, high, quality);
      if (file !== null && file.size <= pictureLimits.bytes) return { file, width: wide, height: high };
    }
  }
  return undefined;
};

const toBlob = (canvas: HTMLCanvasElement, type: string, quality: number) =>
  new Promise<Blob | null>(resolve => canvas.toBlob(resolve, type, quality));

/** On a canvas, over white: nothing of the file comes along but what is seen, so neither places nor times do. */
const encodeOnCanvas =
  (image: ImageBitmap): Encode =>
  async (width, height, quality) => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const pen = canvas.getContext('2d', { alpha: false });
    if (pen === null) return null;
    pen.fillStyle = '#ffffff';
    pen.fillRect(0, 0, width, height);
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(image, 0, 0, width, height);
    const webp = await toBlob(canvas, 'image/webp', quality);
    // Safari cannot write WebP, and then says PNG.
    return webp?.type === 'image/webp' ? webp : toBlob(canvas, 'image/jpeg', quality);
  };

const base64Of = async (file: Blob): Promise<string> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, byte => String.fromCodePoint(byte)).join(''));
};

/** Makes of a picked file a picture that fits; undefined when the browser cannot read it as one. */
export const shrinkPicture = async (picked: File): Promise<PictureFile | undefined> => {
  const image = await createImageBitmap(picked).catch(() => undefined);
  if (image === undefined) return undefined;
  const shrunk = await shrink(image.width, image.height, encodeOnCanvas(image));
  image.close();
  if (shrunk === undefined) return undefined;
  const { file, width, height } = shrunk;
  return { type: file.type, data: await base64Of(file), width, height };
};
