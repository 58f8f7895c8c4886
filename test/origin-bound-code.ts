/** A code with the host it is bound to, as a phone reads them out of a message. */
export type OriginBoundCode = { readonly host: string; readonly code: string; readonly rest: string };

/** Takes `marker` and what follows up to ASCII white space off the front of `line`; nothing there is no token. */
function takeToken(line: string, marker: string): { token: string; rest: string } | undefined {
  if (!line.startsWith(marker)) return undefined;
  const token = /^[^\t\n\f\r ]*/u.exec(line.slice(marker.length))?.[0] ?? '';
  return token === '' ? undefined : { token, rest: line.slice(marker.length + token.length) };
}

/** The host of `https://<token>` as a browser writes it; a token that is more than a host, or none, has none. */
function hostOf(token: string): string | undefined {
  const url = URL.parse(`https://${token}/`);
  return url?.href === `https://${url?.host}/` && url.port === '' ? url.hostname : undefined;
}

/**
 * Reads a message as a phone does, step by step from the specification (WICG sms-one-time-codes, "Parsing"): only the
 * last line counts. `rest` is what stands after the code, which a phone would pass over.
 */
export function readOriginBoundCode(message: string): OriginBoundCode | undefined {
  const line = message.replaceAll(/\r\n?/gu, '\n').split('\n').at(-1) ?? '';
  const bound = takeToken(line, '@');
  if (bound === undefined || !bound.rest.startsWith(' ')) return undefined;
  const code = takeToken(bound.rest.slice(1), '#');
  const host = hostOf(bound.token);
  return code === undefined || host === undefined ? undefined : { host, code: code.token, rest: code.rest };
}
