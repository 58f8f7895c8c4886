import { textOf } from '../../../lambdas/domain/policy-text.ts';
import type { RegisterFact } from '../answers.ts';

/** What stands behind the text that a consent row names: the words, or that no published text has the row's hash. */
export type ShownWords = { readonly words: string } | 'not_published';

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** The words that were on the screen when a consent changed, held against the hash in its row; nothing where it names no text. */
export async function shownWords(fact: RegisterFact): Promise<ShownWords | undefined> {
  const { text, locale, purpose, policyVersion } = fact;
  if (text === undefined || (locale !== 'ja' && locale !== 'en')) return undefined;
  if (purpose !== 'usage' && purpose !== 'delivery') return undefined;
  const words = textOf(String(policyVersion), locale, purpose);
  return words !== undefined && (await sha256Hex(words)) === text ? { words } : 'not_published';
}
