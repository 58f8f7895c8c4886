import { holdMs } from '../../lambdas/domain/hold.ts';
import type { Answer } from '../paper/api.ts';
import { serverNowMs } from '../paper/api.ts';
import { h, put } from '../paper/dom.ts';
import { formatCountdown } from '../paper/when.ts';
import type { Till } from './till.ts';

/** A ticket set aside for this till (`POST /v1/till/holds`). */
export type Held = { readonly holdId: string; readonly endsAt: string };

/** A hold that was asked for: what was answered, and how to let the ticket go, once it is used or left. */
export type Holding = {
  readonly answer: Promise<Answer<Held>>;
  /** Gives the ticket free; after `used` there is nothing to give. */
  readonly letGo: () => void;
  readonly used: () => void;
};

/** Asks for a ticket to be set aside for three minutes, in which no other till and no phone uses it. */
export function holdTicket({ api }: Till, code: string): Holding {
  const answer = api.post<Held>('/v1/till/holds', { code });
  let isUsed = false;
  const release = async () => {
    const held = await answer;
    // A release that is lost costs nothing: the hold ends by itself.
    if (held.ok && !isUsed) void api.post(`/v1/till/holds/${held.value.holdId}/release`, { code });
  };
  return {
    answer,
    letGo: () => void release(),
    used: () => {
      isUsed = true;
    },
  };
}

/** How long the ticket is still set aside, counted down on the server's clock; returns what stops it as well. */
export function holdLine({ words }: Till, { endsAt }: Held): { element: HTMLElement; stop: () => void } {
  const element = h('p', { class: 'small quiet figures' });
  const tick = () => {
    // The server's clock is known to the second, and nobody is told more than there is.
    const leftMs = Math.min(Date.parse(endsAt) - serverNowMs(), holdMs);
    put(element, leftMs > 0 ? words.heldFor(formatCountdown(leftMs)) : words.heldNoLonger);
  };
  tick();
  const timer = setInterval(tick, 1000);
  return { element, stop: () => clearInterval(timer) };
}
