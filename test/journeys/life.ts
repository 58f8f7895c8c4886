import type { System } from '../../local/system.ts';
import type { Answered, BrowserLike } from './browser-like.ts';
import { controlsOf, openConsole, type Controls } from './people.ts';

/** Everything that must not be found anywhere afterwards, by what it is. */
export type Secrets = {
  readonly numbers: Set<string>;
  readonly codes: Set<string>;
  readonly pins: Set<string>;
  readonly cookies: Set<string>;
  readonly linkTokens: Set<string>;
  readonly optOutTokens: Set<string>;
  readonly voucherCodes: Set<string>;
  readonly bearerTokens: Set<string>;
};

/** A life in progress: who is there, what exists, and what became known on the way. */
export type Life = {
  readonly origin: string;
  readonly controls: Controls;
  readonly console: BrowserLike;
  readonly secrets: Secrets;
  readonly told: Map<string, Answered>;
};

/** The PINs of stores and of a clerk, and those that come later; long, so that a find is no coincidence. */
export const pins = {
  here: '86420975',
  there: '57931864',
  later: '31608429',
  clerk: '70416283',
  clerkLater: '92650347',
} as const;

/** Remembers an answer under a name and holds it to the status the journey expects there. */
export function expected(life: Life, name: string, answered: Answered, status: number): Answered {
  if (answered.status !== status)
    throw new Error(`${name} answered ${answered.status} instead of ${status}: ${answered.text}`);
  life.told.set(name, answered);
  return answered;
}

/** The header of an Idempotency-Key. */
export const idempotent = (key: string) => ({ 'idempotency-key': key });

/** Begins a life in a system that nobody has used yet. */
export async function beginLife(system: System): Promise<Life> {
  const { origin } = system;
  const secrets: Secrets = {
    numbers: new Set(),
    codes: new Set(),
    pins: new Set(Object.values(pins)),
    cookies: new Set(),
    linkTokens: new Set(),
    optOutTokens: new Set(),
    voucherCodes: new Set(),
    bearerTokens: new Set(),
  };
  const console = await openConsole(origin);
  return { origin, controls: controlsOf(origin), console, secrets, told: new Map() };
}
