import type { Challenge, WideCounters } from '../domain/challenge.ts';
import { bucketsOf, returnsOf, type Sender } from '../domain/send-rules.ts';
import type { CountSendDeps } from './count-send.ts';

/**
 * Gives back what the messages of an answered challenge had counted as unanswered, in the windows they were sent in. One
 * that fails is left: then too much is counted and never too little.
 */
export async function settleSends(
  deps: Pick<CountSendDeps, 'rules' | 'pseudonym'> & { readonly wide: Pick<WideCounters, 'lower'> },
  sender: Sender,
  challenge: Challenge,
): Promise<void> {
  const giving = { ...deps.rules, sends: deps.rules.sends.filter(({ givesBack }) => givesBack > 0) };
  const counted = challenge.sentAtMs.flatMap(atMs => bucketsOf(giving, sender, deps.pseudonym, atMs));
  await Promise.allSettled(returnsOf(counted).map(({ bucket, by }) => deps.wide.lower(bucket, by)));
}
