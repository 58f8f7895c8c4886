import { Agent, request } from 'node:http';
import type { BrowserLike } from '../test/journeys/browser-like.ts';

/** An answer to a POST. */
export type Posted = { readonly status: number; readonly text: string };

/**
 * POSTs with the cookies that somebody has, over node:http and one kept connection, as the SDK makes its calls: what a
 * browser or `fetch` costs on top is no part of the API.
 */
export function openPosts(origin: string, { cookies }: Pick<BrowserLike, 'cookies'>, address: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const cookie = [...cookies].map(pair => pair.join('=')).join('; ');
  const usual = { 'content-type': 'application/json', origin, cookie, 'x-local-source-ip': address };
  return (path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Posted> =>
    new Promise((resolve, reject) => {
      const call = request(
        origin + path,
        { method: 'POST', agent, headers: { ...usual, ...headers } },
        answer => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', part => (text += String(part)));
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        },
      );
      call.on('error', reject);
      call.end(JSON.stringify(body));
    });
}
