import { SegmentedMessage } from 'sms-segments-calculator';

/** Parts the carrier bills: 160 GSM-7 or 70 UCS-2 units in one part, 153 or 67 in each of several. */
export function countParts(text: string): number {
  return new SegmentedMessage(text).segmentsCount;
}
