import { AwsError } from '../aws-error.ts';

/** What an `aws-chunked` body holds: the content, and the headers that stand behind it (a checksum, say). */
export type Unchunked = { readonly content: Buffer; readonly trailers: Readonly<Record<string, string>> };

/**
 * Takes an `aws-chunked` body apart: `<hex size>[;chunk-signature=…]`, the bytes, and after the chunk of size 0 the
 * trailers. Chunk signatures are not checked, as no signature is here.
 */
export function unchunk(body: Buffer): Unchunked {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = /^([0-9a-f]{1,8})(?:;|$)/i.exec(body.subarray(at, Math.max(lineEnd, at)).toString('latin1'));
    if (size?.[1] === undefined) throw incomplete();
    const start = lineEnd + 2;
    const end = start + Number.parseInt(size[1], 16);
    if (end === start) return { content: Buffer.concat(chunks), trailers: trailersIn(body.subarray(start)) };
    if (end + 2 > body.length) throw incomplete();
    chunks.push(body.subarray(start, end));
    at = end + 2;
  }
}

function trailersIn(bytes: Buffer): Record<string, string> {
  const lines = bytes.toString('latin1').split('\r\n');
  return Object.fromEntries(
    lines
      .filter(line => line.includes(':'))
      .map(line => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
}

function incomplete(): AwsError {
  return new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
}
