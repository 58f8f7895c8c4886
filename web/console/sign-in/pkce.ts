const verifierBytes = 32;

/** Bytes as unpadded base64url text (RFC 4648 §5). */
export const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCodePoint(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** A fresh secret of 43 characters for a PKCE verifier or a state (RFC 7636 §4.1). */
export const freshSecret = (): string => base64Url(crypto.getRandomValues(new Uint8Array(verifierBytes)));

/** The S256 challenge of a verifier (RFC 7636 §4.2). */
export const challengeOf = async (verifier: string): Promise<string> =>
  base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
