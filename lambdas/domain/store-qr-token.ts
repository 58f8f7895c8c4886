import { storeId, type StoreId } from './ids.ts';

/** What a store's QR says: whose it is, the half minute it is shown in, and 22 letters that only we could write. */
export type StoreQrToken = { readonly storeId: StoreId; readonly step: number; readonly mac: string };

const shape = /^q1\.(str_\w{1,50})\.([1-9]\d{0,9})\.([\w-]{22})$/u;

/** The text inside the QR: `q1.<storeId>.<step>.<mac>`. */
export function writeQrToken({ storeId: id, step, mac }: StoreQrToken): string {
  return `q1.${id}.${step}.${mac}`;
}

/** Reads what a camera saw; undefined for every other QR code. That it has the form proves nothing. */
export function readQrToken(text: string): StoreQrToken | undefined {
  const [, id, step, mac] = shape.exec(text.trim()) ?? [];
  if (id === undefined || mac === undefined) return undefined;
  return { storeId: storeId(id), step: Number(step), mac };
}
