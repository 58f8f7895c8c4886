import type { Finding, FindingName } from './finding.ts';
import type { Ask, Judge } from './judge.ts';

/** Asks one question: nothing where the answer is as promised, else `name`, or a work that cannot be done. */
export function compareWithPromise(
  judge: Judge,
  name: FindingName,
  ask: Ask,
  promised: boolean,
  example: string,
): readonly Finding[] {
  const may = judge.may(ask);
  if (may === promised) return [];
  const who = `${ask.principal.name}: ${ask.action} on ${ask.resource.split(/[/:]/u).at(-1) ?? ''}`;
  return [{ name: may ? name : 'cannot-do-its-work', who, example }];
}
