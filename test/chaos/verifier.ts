import { policyVersion } from '../../lambdas/domain/policy-text.ts';
import type { TrailEntry } from '../../local/aws/trail.ts';
import type { System } from '../../local/system.ts';
import { freshAddress, freshNumber } from '../journeys/people.ts';
import { openPageLike, type Pressed } from './page-like.ts';

/** What a person does on the page to prove a number, in this order. */
export const steps = ['start', 'resend', 'confirm'] as const;

/** One of them. */
export type Step = (typeof steps)[number];

/** A person with a phone who proves a number on the page, one intent after the other. */
export function openVerifier(system: System, e164 = freshNumber().e164) {
  const phone = e164;
  const page = openPageLike(system.origin, freshAddress());
  const inbox = () => system.world.carrier.messages(e164);
  let challengeId: string | undefined;
  const bodies = {
    start: () => ({ phone, locale: 'ja' }),
    resend: () => ({ phone }),
    confirm: () => ({
      phone,
      code: inbox().at(-1)?.body.slice(-6) ?? '000000',
      consents: { delivery: true },
      policyVersion,
      locale: 'ja',
    }),
  };
  const act = async (step: Step, presses = 1): Promise<readonly Pressed[]> => {
    const path = step === 'start' ? '/v1/challenges' : `/v1/challenges/${challengeId}/${step}`;
    const pressed = await page.press(path, bodies[step](), presses);
    const last = pressed.at(-1)?.answer;
    const told = last?.ok ? last.value : last?.problem.facts;
    if (step === 'start' && typeof told?.['challengeId'] === 'string') challengeId = told['challengeId'];
    return pressed;
  };
  const waitFor = (seconds: number) => system.clock.advance(seconds);
  /** Does what the page offers next, until the number is proven; throws when a person would give up. */
  const goOn = async (): Promise<void> => {
    for (let turn = 0; turn < 8; turn += 1) {
      const step = challengeId === undefined ? 'start' : inbox().length === 0 ? 'resend' : 'confirm';
      if (step === 'resend') waitFor(31);
      const { answer } = (await act(step)).at(-1) ?? {};
      if (answer?.ok && step === 'confirm') return;
      if (answer?.ok === false && step !== 'start') {
        const { code, retryAfterSeconds = 0 } = answer.problem;
        waitFor(retryAfterSeconds);
        if (code !== 'challenge.resend_too_soon' && code !== 'challenge.unavailable') challengeId = undefined;
      }
    }
    throw new Error('eight steps on, the number is not proven');
  };
  return { e164, page, inbox, act, goOn };
}

/** A call over the wire: which one of its operation it is within its step, from zero. */
export type WireCall = { readonly service: string; readonly operation: string; readonly place: number };

/** The calls a stretch of the trail is made of, each counted within its operation. */
export function wireCallsOf(entries: readonly TrailEntry[]): WireCall[] {
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  return entries.flatMap(({ requestId, service, operation }) => {
    if (seen.has(requestId)) return [];
    seen.add(requestId);
    const name = `${service}:${operation}`;
    const place = counts.get(name) ?? 0;
    counts.set(name, place + 1);
    return [{ service, operation, place }];
  });
}
