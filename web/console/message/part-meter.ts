/** How an SMS is written on the air (3GPP TS 23.038). */
export type Encoding = 'GSM-7' | 'UCS-2';

/** One character that is never split between parts, with the units it takes in its encoding. */
export type Unit = { readonly text: string; readonly size: number };

/** A text cut into SMS parts: for au and Rakuten (67) and, where it differs, for docomo (66). */
export type PartMeasure = {
  readonly encoding: Encoding;
  readonly used: number;
  readonly capacity: number;
  readonly parts: readonly string[];
  readonly mostParts: number;
};

const capacityOf = {
  'GSM-7': { one: 160, many: 153, docomo: 153 },
  'UCS-2': { one: 70, many: 67, docomo: 66 },
};

const pack = (units: readonly Unit[], size: number): readonly string[] => {
  const parts: string[] = [];
  let text = '';
  let used = 0;
  for (const unit of units) {
    if (used + unit.size > size) {
      parts.push(text);
      text = '';
      used = 0;
    }
    text += unit.text;
    used += unit.size;
  }
  return [...parts, text];
};

/**
 * Cuts characters into parts: one part up to 70 (160) units, else 67 (153) a part, and 66 for docomo.
 * Source: carriers' billing steps, compared with the calculator in the tests.
 */
export const measureUnits = (units: readonly Unit[], encoding: Encoding): PartMeasure => {
  const sizes = capacityOf[encoding];
  const used = units.reduce((sum, unit) => sum + unit.size, 0);
  if (used <= sizes.one) {
    return {
      encoding,
      used,
      capacity: sizes.one,
      parts: [units.map(unit => unit.text).join('')],
      mostParts: 1,
    };
  }
  const parts = pack(units, sizes.many);
  const mostParts = pack(units, sizes.docomo).length;
  return { encoding, used, capacity: parts.length * sizes.many, parts, mostParts };
};
