import { writeFileSync } from 'node:fs';
import { encodeQR } from 'qr';

const [width, height] = [640, 480];
const [paper, ink, colourless] = [235, 16, 128];
const moduleSide = 10;
const frames = 5;

/** One frame in 4:2:0: a QR code, dark on light, `shift` pixels below the middle. */
function frameOf(text: string, shift: number): Buffer {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  const corner = (side: number) => Math.floor((side - rows.length * moduleSide) / 2);
  const [left, top] = [corner(width), corner(height) + shift];
  const isDark = (x: number, y: number) =>
    rows[Math.floor((y - top) / moduleSide)]?.[Math.floor((x - left) / moduleSide)] === true;
  const luma = Buffer.alloc(width * height, paper);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) if (isDark(x, y)) luma[y * width + x] = ink;
  return Buffer.concat([luma, Buffer.alloc((width * height) / 2, colourless)]);
}

/**
 * Writes a video (YUV4MPEG2) that shows a QR code of `text`, for Chromium's fake camera to play in a loop; shifted far
 * enough, the code is cut by the edge and cannot be read.
 */
export function writeFakeCamera(file: string, text: string, shift = 0): void {
  const frame = Buffer.concat([Buffer.from('FRAME\n'), frameOf(text, shift)]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(file, Buffer.concat([head, ...Array.from({ length: frames }, () => frame)]));
}

/** The Chromium flags of a camera that plays `file` and needs no permission. */
export function cameraFlags(file: string): string[] {
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ];
}
