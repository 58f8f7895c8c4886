/** An answer as a test looks at it. */
export type Answered = {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly headers: Headers;
};

/** Something that talks HTTP to the local system and keeps its cookies, as one browser does. */
export type BrowserLike = {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  put(path: string, body: unknown): Promise<Answered>;
};

/** Keeps the cookies an answer sets, and forgets those it ends. */
export function keepCookies(cookies: Map<string, string>, headers: Headers): void {
  for (const line of headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(';');
    const [name = '', ...value] = pair.split('=');
    const isOver = attributes.some(attribute => attribute.trim() === 'Max-Age=0');
    if (isOver) cookies.delete(name);
    else cookies.set(name, value.join('='));
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Opens one: `address` is the source IP the edge sees, `token` a bearer token where the door wants one. */
export function openBrowserLike(
  origin: string,
  options: { address?: string; token?: string } = {},
): BrowserLike {
  const cookies = new Map<string, string>();
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    extra: Record<string, string> = {},
  ): Promise<Answered> => {
    const response = await fetch(origin + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { origin }),
        ...(cookies.size === 0 ? {} : { cookie: [...cookies].map(pair => pair.join('=')).join('; ') }),
        ...(options.address === undefined ? {} : { 'x-local-source-ip': options.address }),
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...extra,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    keepCookies(cookies, response.headers);
    const text = await response.text();
    return { status: response.status, text, body: parse(text), headers: response.headers };
  };
  return {
    cookies,
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body) => call('PUT', path, body),
  };
}
