/** The version of the consent texts that is shown now; a consent names the version it was given under (D11). */
export const policyVersion = '2026-11-21';

/** The texts a shopper sees when choosing, by purpose and language (D1: the two purposes are kept apart). */
export const policyTexts = {
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
} as const;
