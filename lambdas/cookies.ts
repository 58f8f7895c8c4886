import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Cookie names; `__Host-` ties each to this host, over TLS, for the whole path. */
export const cookieNames = {
  shopper: '__Host-session',
  browser: '__Host-browser',
  till: '__Host-till',
  device: '__Host-device',
} as const;

/** A cookie for this host that scripts cannot read; `maxAgeSeconds` 0 ends it. */
export function cookie(name: keyof typeof cookieNames, value: string, maxAgeSeconds: number): string {
  return `${cookieNames[name]}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}`;
}

const browserCookieSeconds = 365 * 24 * 3600;

/** The browser's own opaque mark; a cookie that we cannot have made is none, so that nothing made up is set again. */
export function markOf({ cookies }: { cookies: Readonly<Record<string, string>> }): string | undefined {
  const shown = cookies[cookieNames.browser];
  return shown !== undefined && /^[\w-]{43}$/u.test(shown) ? shown : undefined;
}

/** What an enrolled till shows besides its session; a cookie that we cannot have made is none. */
export function deviceShown({ cookies }: { cookies: Readonly<Record<string, string>> }): string | undefined {
  const shown = cookies[cookieNames.device];
  return shown !== undefined && /^[\w-]{43}$/u.test(shown) ? shown : undefined;
}

/** The cookie that brings a browser its mark, or brings it on. */
export function markCookie(mark: string): string {
  return cookie('browser', mark, browserCookieSeconds);
}

/** The cookies of a request, by name. */
export function readCookies(event: APIGatewayProxyEventV2): Record<string, string> {
  const pairs = (event.cookies ?? []).map(text => text.trim().split('='));
  return Object.fromEntries(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
}
