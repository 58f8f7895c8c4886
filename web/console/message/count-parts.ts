import type { PartMeasure, Unit } from './part-meter.ts';
import { measureUnits } from './part-meter.ts';

/** Measures the text of an SMS; the same text gives the same parts. */
export type CountParts = (text: string) => PartMeasure;

/** Loads the calculator when a body is first written, so that the lists do not carry it. */
export const loadCountParts = async (): Promise<CountParts> => {
  const { SegmentedMessage } = await import('sms-segments-calculator');
  return text => {
    const message = new SegmentedMessage(text);
    const units: readonly Unit[] = message.encodedChars.map(char => ({
      text: char.raw,
      size: char.codeUnits.length,
    }));
    return measureUnits(units, message.encodingName);
  };
};
