import type { Words } from '../words/words.ts';
import type { PlacedFault } from './whole-check.ts';

const ofRoots = new Set([
  'root_changed',
  'root_missing',
  'root_unsigned',
  'signature_wrong',
  'roots_overdue',
]);

const placeOf = (text: Words['registers'], { kind, chain, sequence, root, what }: PlacedFault): string => {
  const name = text[`kind_${kind}`];
  if (root !== undefined && (ofRoots.has(what) || chain === undefined)) return text.placeRoot(String(root));
  if (chain === undefined) return text.placeKind(name);
  return sequence === undefined ? text.placeChain(name, chain) : text.placeRow(name, chain, String(sequence));
};

/** A fault in sentences: what does not hold and where, the root it was compared with, and what to do. */
export const faultSentences = (text: Words['registers'], fault: PlacedFault): readonly string[] => {
  const own = `fault_${fault.what}`;
  const say = Object.hasOwn(text, own) ? text[own as 'fault_other'] : text.fault_other;
  const place = placeOf(text, fault);
  const compared = fault.chain !== undefined && !ofRoots.has(fault.what) && fault.root !== undefined;
  return [
    say(place),
    ...(compared ? [text.faultAtRoot(String(fault.root))] : []),
    fault.what === 'roots_overdue' ? text.faultLate : text.faultNext,
  ];
};
