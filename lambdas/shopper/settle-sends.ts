import type { Challenge, WideCounters } from '../domain/challenge.ts';
import { bucketsOf, type Bucket, type Sender } from '../domain/send-rules.ts';
import type { CountSendDeps } from './count-send.ts';

/** How much each counter gets back for the messages of an answered challenge. */
function returnsOf(
  { rules, pseudonym }: Pick<CountSendDeps, 'rules' | 'pseudonym'>,
  sender: Sender,
  { sentAtMs }: Challenge,
): Map<string, { bucket: Bucket; by: number }> {
  const giving = { ...rules, sends: rules.sends.filter(({ givesBack }) => givesBack > 0) };
  const returns = new Map<string, { bucket: Bucket; by: number }>();
  for (const bucket of sentAtMs.flatMap(atMs => bucketsOf(giving, sender, pseudonym, atMs))) {
    const { by = 0 } = returns.get(bucket.key) ?? {};
    returns.set(bucket.key, { bucket, by: by + bucket.rule.givesBack });
  }
  return returns;
}

/**
 * Gives back what the messages of an answered challenge had counted as unanswered, in the windows they were sent in. One
 * that fails is left: then too much is counted and never too little.
 */
export async function settleSends(
  deps: Pick<CountSendDeps, 'rules' | 'pseudonym'> & { readonly wide: Pick<WideCounters, 'lower'> },
  sender: Sender,
  challenge: Challenge,
): Promise<void> {
  const returns = [...returnsOf(deps, sender, challenge).values()];
  await Promise.allSettled(returns.map(({ bucket, by }) => deps.wide.lower(bucket, by)));
}
