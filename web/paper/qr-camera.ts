import type { decodeQR as Decode } from 'qr/decode.js';

/** Reads one frame: the text of a QR code in it, or undefined. */
type FrameReader = (video: HTMLVideoElement) => Promise<string | undefined>;

type Detector = {
  readonly detect: (source: HTMLVideoElement) => Promise<readonly { readonly rawValue: string }[]>;
};
type DetectorMaker = (new (options: {
  formats: string[];
}) => Detector) & {
  readonly getSupportedFormats: () => Promise<readonly string[]>;
};

/** Frames are brought down to this many pixels on their longer side before they are read by our own decoder. */
const longerSide = 720;
const betweenFramesMs = 120;

async function nativeReader(): Promise<FrameReader | undefined> {
  const maker = (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector;
  if (maker === undefined || !(await maker.getSupportedFormats()).includes('qr_code')) return undefined;
  const detector = new maker({ formats: ['qr_code'] });
  return async video => (await detector.detect(video))[0]?.rawValue;
}

async function ownReader(): Promise<FrameReader> {
  const { decodeQR } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async video => (context === null ? undefined : readFrame(video, canvas, context, decodeQR));
}

function readFrame(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  decode: typeof Decode,
): string | undefined {
  const scale = Math.min(1, longerSide / Math.max(video.videoWidth, video.videoHeight, 1));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  if (canvas.width === 0 || canvas.height === 0) return undefined;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  try {
    return decode(context.getImageData(0, 0, canvas.width, canvas.height), { format: 'RGBA' });
  } catch {
    return undefined;
  }
}

/** Why there is no picture: not allowed by the person, taken by another app, or none that this browser gives us. */
export type CameraTrouble = 'denied' | 'busy' | 'none';

/** Which trouble an error of `watchCamera` tells of. */
export function cameraTrouble(error: unknown): CameraTrouble {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none';
}

/**
 * Shows the rear camera in `video` and calls `found` with each QR text seen, until `signal` aborts. Rejects when the
 * camera cannot be had. Uses the browser's BarcodeDetector, else a decoder loaded only then.
 */
export async function watchCamera(
  video: HTMLVideoElement,
  found: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'environment', width: { ideal: 1280 } },
  });
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted) return stop();
  signal.addEventListener('abort', stop, { once: true });
  video.srcObject = stream;
  await video.play();
  const read = (await nativeReader()) ?? (await ownReader());
  while (!signal.aborted) {
    const text = await read(video);
    if (text !== undefined && !signal.aborted) found(text);
    await new Promise(resolve => setTimeout(resolve, betweenFramesMs));
  }
}
