import type { Language } from '../../paper/dictionary.ts';
import { campaignWords } from './campaigns.ts';
import { composeWords } from './compose.ts';
import { couponWords } from './coupons.ts';
import { deskWords } from './desk.ts';
import { factWords } from './facts.ts';
import { frameWords } from './frame.ts';
import { leaverWords } from './leavers.ts';
import { placeWords } from './places.ts';
import { problemWords } from './problems.ts';
import { registerWords } from './registers.ts';
import { rotationWords } from './rotation.ts';
import { standingWords } from './standing.ts';
import { storeWords } from './store.ts';
import { usageWords } from './usage.ts';

/** Every section of the console's dictionary. */
export const dictionary = {
  frame: frameWords,
  campaigns: campaignWords,
  compose: composeWords,
  places: placeWords,
  store: storeWords,
  coupons: couponWords,
  desk: deskWords,
  standing: standingWords,
  registers: registerWords,
  facts: factWords,
  rotation: rotationWords,
  leavers: leaverWords,
  usage: usageWords,
  problems: problemWords,
} as const;

/** The whole console in one language, a key per section. */
export type Words = {
  readonly [Section in keyof typeof dictionary]: (typeof dictionary)[Section]['ja'];
};

/** The words of one language. */
export const wordsIn = (language: Language): Words => ({
  frame: frameWords[language],
  campaigns: campaignWords[language],
  compose: composeWords[language],
  places: placeWords[language],
  store: storeWords[language],
  coupons: couponWords[language],
  desk: deskWords[language],
  standing: standingWords[language],
  registers: registerWords[language],
  facts: factWords[language],
  rotation: rotationWords[language],
  leavers: leaverWords[language],
  usage: usageWords[language],
  problems: problemWords[language],
});
