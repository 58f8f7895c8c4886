import type { BrowserLike } from '../journeys/browser-like.ts';
import type { Counter, Reply, Way } from './ledger-clients.ts';

/** A store with its tablets, and a shopper's ticket and phone before them. */
export type Place = {
  readonly origin: string;
  readonly storeId: string;
  readonly pin: string;
  readonly ticket: { readonly voucherId: string; readonly code: string };
  readonly phone: BrowserLike;
  readonly tills: readonly BrowserLike[];
};

/** Sends and waits; no answer where nobody spoke in time, or only to say that something went wrong. */
async function send(
  origin: string,
  from: BrowserLike,
  patienceMs: number,
  path: string,
  body: unknown,
  key: string,
): Promise<Reply> {
  const cookie = [...from.cookies].map(pair => pair.join('=')).join('; ');
  try {
    const response = await fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie, 'idempotency-key': key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    });
    const { status } = response;
    const told = (await response.json()) as Record<'code' | 'redemptionId' | 'holdId', string | undefined>;
    if (status >= 500) return { answer: undefined };
    // What a gateway turns away has no code of ours.
    if (status >= 400) return { answer: told.code ?? (status === 429 ? 'throttled' : String(status)) };
    return { answer: 'ok', id: told.redemptionId ?? told.holdId ?? '' };
  } catch {
    return { answer: undefined };
  }
}

/** A counter that everything is asked at over HTTP. */
export function openHttpCounter({ origin, storeId, pin, ticket, phone, tills }: Place): Counter {
  const { voucherId, code } = ticket;
  const tillOf = ({ tablet }: Way): BrowserLike => {
    const till = tills[tablet];
    if (till === undefined) throw new Error('there is no such tablet');
    return till;
  };
  const proofOf = async (way: Way) => {
    if (way.by === 'pin') return { kind: 'store-pin', pin };
    const { body } = await tillOf(way).get('/v1/till/qr');
    const shown = body['items'] as { token: string }[] | undefined;
    return shown?.[0] && { kind: 'store-qr', token: shown[0].token };
  };
  const atTill = (way: Way, path: string, body: unknown, key: string) =>
    send(origin, tillOf(way), way.patienceMs, path, body, key);
  return {
    voucherId,
    storeId,
    redeem: async (way, key) => {
      if (way.by === 'till') return atTill(way, '/v1/till/redemptions', { code }, key);
      const proof = await proofOf(way);
      // A till that shows no QR leaves the shopper with nothing to ask.
      if (proof === undefined) return { answer: undefined };
      const body = { storeId, proof };
      return send(origin, phone, way.patienceMs, `/v1/vouchers/${voucherId}/redemptions`, body, key);
    },
    undo: (way, id, key) => atTill(way, `/v1/till/redemptions/${id}/undo`, { reason: '打ち間違い' }, key),
    hold: way => atTill(way, '/v1/till/holds', { code }, 'hold'),
    release: (way, id) => atTill(way, `/v1/till/holds/${id}/release`, { code }, 'release'),
  };
}
