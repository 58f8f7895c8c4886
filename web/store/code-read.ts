import { isVoucherCode, normalizeVoucherCode } from '../../lambdas/domain/voucher-code.ts';

/** The voucher code in what a camera read: the bare code, or the last part of an address; undefined for other QR codes. */
export function codeInQr(content: string): string | undefined {
  const last = content.trim().split(/[?#]/u)[0]?.split('/').filter(Boolean).at(-1) ?? '';
  const code = normalizeVoucherCode(last);
  return isVoucherCode(code) ? code : undefined;
}

/** What is typed so far: folded to code letters, at most ten. */
export function typedCode(text: string): string {
  return normalizeVoucherCode(text)
    .replace(/[^0-9A-HJKMNP-TV-Z]/gu, '')
    .slice(0, 10);
}

/** A code in two groups of five, as it is printed. */
export function inGroups(code: string): string {
  return code.length > 5 ? `${code.slice(0, 5)} ${code.slice(5)}` : code;
}
