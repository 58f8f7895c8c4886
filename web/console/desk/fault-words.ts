import type { Words } from '../words/words.ts';
import type { Walk } from './whole-check.ts';

type Fault = NonNullable<Walk['fault']>;

const ofRoots = new Set(['root_changed', 'root_missing', 'root_unsigned', 'signature_wrong']);

const placeOf = (text: Words['registers'], { kind, chain, sequence, root, what }: Fault): string => {
  const name = text[`kind_${kind}`];
  if (root !== undefined && (ofRoots.has(what) || chain === undefined)) {
    return text.placeRoot(name, String(root));
  }
  if (chain === undefined) return text.placeKind(name);
  return sequence === undefined ? text.placeChain(name, chain) : text.placeRow(name, chain, String(sequence));
};

/** A fault in sentences: what does not hold and where, the root it was compared with, and what to do. */
export const faultSentences = (text: Words['registers'], fault: Fault): readonly string[] => {
  const own = `fault_${fault.what}`;
  const say = Object.hasOwn(text, own) ? text[own as 'fault_other'] : text.fault_other;
  const place =
    fault.what === 'roots_overdue' ? text.placeKind(text[`kind_${fault.kind}`]) : placeOf(text, fault);
  const named = fault.root === undefined || place.includes(String(fault.root));
  return [
    say(place),
    ...(named ? [] : [text.faultAtRoot(String(fault.root))]),
    fault.what === 'roots_overdue' ? text.faultLate : text.faultNext,
  ];
};
