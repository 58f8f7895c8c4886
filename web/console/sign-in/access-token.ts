/** What the page reads out of an access token; the API alone judges whether the token is good. */
export type SignedIn = {
  readonly token: string;
  readonly subject: string;
  readonly groups: readonly string[];
  readonly expiresAtMs: number;
};

const decodePart = (part: string): unknown => {
  const text = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, char => char.codePointAt(0) ?? 0)));
};

/** Groups as a JWT carries them (a list) or as an HTTP API event prints them ("[a b]"). */
export const groupsOf = (claim: unknown): readonly string[] => {
  if (Array.isArray(claim)) return claim.filter(group => typeof group === 'string');
  if (typeof claim !== 'string') return [];
  return claim
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .filter(group => group !== '');
};

/** Reads subject, groups and end of a token; undefined when the text is not such a token or is past its end. */
export const readAccessToken = (token: string, nowMs: number): SignedIn | undefined => {
  try {
    const claims = decodePart(token.split('.')[1] ?? '') as Readonly<Record<string, unknown>>;
    const { sub, exp } = claims;
    if (typeof sub !== 'string' || typeof exp !== 'number' || exp * 1000 <= nowMs) return undefined;
    return { token, subject: sub, groups: groupsOf(claims['cognito:groups']), expiresAtMs: exp * 1000 };
  } catch {
    return undefined;
  }
};
