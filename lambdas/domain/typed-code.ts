/** What a person typed as a code: full-width digits and gaps are forgiven. */
export function foldCode(text: string): string {
  return text.normalize('NFKC').replace(/[\s\-‐–—ー−]/gu, '');
}
