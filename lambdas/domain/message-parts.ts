import { SegmentedMessage } from 'sms-segments-calculator';

/** Parts the carrier bills: 160 GSM-7 or 70 UCS-2 units in one part, 153 or 67 in each of several. */
export function countParts(text: string): number {
  return new SegmentedMessage(text).segmentsCount;
}

/** A text against one part: the units it takes in its encoding, how many of them one part holds, and its parts. */
export type PartsOfText = { readonly units: number; readonly fit: 70 | 160; readonly parts: number };

/** Measures a text as {@link countParts} does: units of 7 bits in GSM-7, where `€` and a few others take two, else of 16. */
export function measureParts(text: string): PartsOfText {
  const { encodingName, messageSize, segmentsCount: parts } = new SegmentedMessage(text);
  return encodingName === 'GSM-7'
    ? { units: messageSize / 7, fit: 160, parts }
    : { units: messageSize / 16, fit: 70, parts };
}
