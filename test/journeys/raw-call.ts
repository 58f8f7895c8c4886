import { request } from 'node:http';

/** A request exactly as it goes over the wire: nothing is tidied up, escaped or added. */
export type RawCall = {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** What came back; `ms` is how long it took. */
export type RawAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly ms: number;
};

/** Sends one request as it is; where fetch would normalise the path or refuse a header, this does not. */
export function rawCall(origin: string, call: RawCall): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method: call.method, path: call.path, headers: { ...call.headers } },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const ms = performance.now() - began;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, ms });
        });
      },
    );
    sent.setTimeout(15_000, () => sent.destroy(new Error('no answer within 15 s')));
    sent.on('error', reject);
    sent.end(call.body);
  });
}

/** The `code` of a problem answer, or `undefined` where the body is not one. */
export function codeOf(answer: { readonly text: string }): string | undefined {
  try {
    const { code } = JSON.parse(answer.text) as { code?: unknown };
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}
