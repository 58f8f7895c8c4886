import { defineDictionary, type SameTexts } from '../paper/dictionary.ts';
import { shopperEn } from './words-en.ts';
import { shopperJa } from './words-ja.ts';

/** Every text of the shopper's pages. `do…` are buttons, `title…` are headings. */
export const shopperWords = defineDictionary(shopperJa, shopperEn);

/** One language of the shopper's texts. */
export type ShopperWords = SameTexts<typeof shopperJa>;
