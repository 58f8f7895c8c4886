import { makeApi, makeIntent, type Answer, type Api } from '../../web/paper/api.ts';
import { keepCookies } from '../journeys/browser-like.ts';

/** A browser that runs our page: the page's own client, with cookies and an address. */
export type PageLike = {
  readonly cookies: Map<string, string>;
  /** Presses a button: the same intent again while nobody knows what came of it, as often as told. */
  press(path: string, body: unknown, presses: number): Promise<readonly Pressed[]>;
};

/** What a press of a button came to, and how long it took in milliseconds. */
export type Pressed = { readonly answer: Answer<Record<string, unknown>>; readonly ms: number };

function pressing(api: Api): PageLike['press'] {
  return async (path, body, presses) => {
    const intent = makeIntent();
    const pressed: Pressed[] = [];
    const key = intent.keyFor(body);
    // The intent keeps its key as long as the outcome is open, and only then the page asks for the same again.
    while (pressed.length < presses && intent.keyFor(body) === key) {
      const startedAt = performance.now();
      const answer = await api.post<Record<string, unknown>>(path, body, { intent });
      pressed.push({ answer, ms: performance.now() - startedAt });
    }
    return pressed;
  };
}

/** Opens the page at an address of its own. */
export function openPageLike(origin: string, address: string): PageLike {
  const cookies = new Map<string, string>();
  const asBrowser: typeof fetch = async (path, init) => {
    const headers = new Headers(init?.headers);
    headers.set('origin', origin);
    headers.set('x-local-source-ip', address);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(pair => pair.join('=')).join('; '));
    const response = await fetch(new URL(path as string, origin), { ...init, headers });
    keepCookies(cookies, response.headers);
    return response;
  };
  return { cookies, press: pressing(makeApi({ fetch: asBrowser })) };
}
