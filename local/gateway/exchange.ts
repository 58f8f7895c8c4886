/** A request as it travels from the viewer to an origin: header names in lower case, path and query still encoded. */
export type Incoming = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly viewerIp: string;
};

/** An answer on its way back; every cookie is one Set-Cookie header. */
export type Outgoing = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: Buffer | string;
};

/** An answer with a JSON body. */
export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Outgoing {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** The answer in API Gateway's own words: `{"message": …}`. */
export function message(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Outgoing {
  return json(status, { message: text }, headers);
}

/** An HTML page. */
export function page(status: number, html: string): Outgoing {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: html,
  };
}
