import type { Locale } from './challenge.ts';
import type { ConsentPurpose } from './consent.ts';

type Texts = Readonly<Record<Locale, Readonly<Record<ConsentPurpose, string>>>>;

/**
 * Every version of the consent texts that was ever shown, by purpose and language (D1: the two purposes are kept apart).
 * A version that was published is never changed and never taken out: consents name it, and what was on somebody's
 * screen is proven from it (D11).
 */
export const publishedTexts = {
  '2026-11-21': {
    ja: {
      usage:
        '携帯電話番号は、クーポンが使われたことの確認に使います。管理責任者だけが、目的を記録したうえで見ることができます。',
      delivery: 'クーポンをSMSで受け取ります。いつでも、届いたSMSのリンクか設定から停止できます。',
    },
    en: {
      usage:
        'Your mobile number is used to confirm how coupons are used. Only the appointed administrator can see it, and each time the purpose is recorded.',
      delivery:
        'Receive coupons by SMS. You can stop at any time, by the link in each message or in the settings.',
    },
  },
} as const satisfies Readonly<Record<string, Texts>>;

/** The version of the consent texts that is shown now; a consent names the version it was given under (D11). */
export const policyVersion = '2026-11-21' satisfies keyof typeof publishedTexts;

/** The texts a shopper sees when choosing now. */
export const policyTexts = publishedTexts[policyVersion];

/** The text of a purpose as a version showed it in a language, or undefined when there was never such a version. */
export function textOf(version: string, locale: Locale, purpose: ConsentPurpose): string | undefined {
  const versions: Readonly<Record<string, Texts>> = publishedTexts;
  return Object.hasOwn(versions, version) ? versions[version]?.[locale][purpose] : undefined;
}
