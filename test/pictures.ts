import { drawPng } from '../local/png.ts';

/** A seal-red left half and a paper-white right one, 24 × 16 pixels, as Chromium wrote it (its colour profile left out). */
const written = {
  jpeg: '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAQABgDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAABgAF/8QAGBABAAMBAAAAAAAAAAAAAAAAAAZEgsL/xAAVAQEBAAAAAAAAAAAAAAAAAAAEBf/EABsRAAIBBQAAAAAAAAAAAAAAAAABAwQyM0Hw/9oADAMBAAIRAxEAPwDPJ4Zcx0ME8MuY6CivRaqsL7YmSRhFP//Z',
  lossy:
    'UklGRlIAAABXRUJQVlA4IEYAAABwAwCdASoYABAAPtFUo0uoJKMhsAgBABoJQBdiP/wHiX89jgAA/m7/8OCk9elfhQ7o5vpv/wQXHYfrk3/y4mLapyBNT0AA',
  lossless: 'UklGRioAAABXRUJQVlA4TB4AAAAvF8ADAA/wm+HPIP8De/5DC0ICwv+1HugWRPQ/sDc=',
  alpha:
    'UklGRpoAAABXRUJQVlA4WAoAAAAQAAAAFwAADwAAQUxQSBkAAAABDzD/ERFCTdsGDH+WZZKvC0FE/ydA4B0CAFZQOCBaAAAAcAMAnQEqGAAQAD7RVKNLqCSjIbAIAQAaCWQAtPn/4CjGP6OAAP653a3/to5sojHY3KpFy8MA/b8LX2iBPdms8UK/d7NrNQeR661V/OTf+g0yBIfrkyK4QAAA',
} as const;

/** Small pictures of every kind, as clean as they are kept. */
export const pictures = {
  png: drawPng(24, 16, x => (x < 12 ? [200, 55, 31] : [251, 250, 247])),
  jpeg: Buffer.from(written.jpeg, 'base64'),
  lossy: Buffer.from(written.lossy, 'base64'),
  lossless: Buffer.from(written.lossless, 'base64'),
  alpha: Buffer.from(written.alpha, 'base64'),
} as const;

/** Bytes of chance, the same for the same seed (xorshift). */
function noiseOf(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  };
}

/** A picture that takes as much room as one may, near enough: noise cannot be made small. `seed` makes it another one. */
export function noisyPng(seed: number, side = 140): Buffer {
  const noise = noiseOf(seed);
  return drawPng(side, side, () => [noise(), noise(), noise()]);
}

/** A picture as wide as a ticket on any phone, and nearly as heavy as one may be: seal red and paper white by chance. */
export function heavyPng(): Buffer {
  const noise = noiseOf(1);
  return drawPng(800, 400, () => (noise() % 2 === 0 ? [200, 55, 31] : [251, 250, 247]));
}
