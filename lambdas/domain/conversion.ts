import type { Decision } from './decision.ts';

/** How many codes of one country, or of one block on one day, came back. `share` is answered ÷ challenges, 0 to 1. */
export type Conversion = {
  readonly name: string;
  readonly messages: number;
  readonly challenges: number;
  readonly answered: number;
  readonly share: number;
};

/** Fewer messages than this say nothing about a block or a country. */
const fewestMessages = 5;

/** Whether a record is of a message that was handed over, and so may be paid for. */
export const isSent = ({ kind, result }: Decision): boolean =>
  kind !== 'check' && (result === 'sent' || result === 'in_doubt');

/** Where the fewest codes came back, by `nameOf`: the worst first, at most `most` of them, none of a few messages. */
export function worstConversions(
  decisions: readonly Decision[],
  nameOf: (decision: Decision) => string,
  most: number,
): Conversion[] {
  const answered = new Set(
    decisions.filter(({ result }) => result === 'verified').map(({ challengeId }) => challengeId),
  );
  const groups = new Map<string, { messages: number; readonly challenges: Set<string> }>();
  for (const decision of decisions.filter(isSent)) {
    const group = groups.get(nameOf(decision)) ?? { messages: 0, challenges: new Set() };
    group.messages += 1;
    group.challenges.add(decision.challengeId);
    groups.set(nameOf(decision), group);
  }
  return [...groups]
    .filter(([, { messages }]) => messages >= fewestMessages)
    .map(([name, { messages, challenges }]) => {
      const right = [...challenges].filter(id => answered.has(id)).length;
      const { size } = challenges;
      return { name, messages, challenges: size, answered: right, share: right / size };
    })
    .sort((a, b) => a.share - b.share || b.messages - a.messages)
    .slice(0, most);
}
