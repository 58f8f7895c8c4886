import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Incoming, Outgoing } from './exchange.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

const compressible = /^(text\/|application\/(json|manifest\+json)|image\/svg)/;

/** What S3 says to a reader who may not list the bucket and asks for what is not there. */
const accessDenied =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

/** The bucket of pages: answers a file, 304 for one that the browser has, or 403 where there is none, as S3 does. */
export type Pages = (request: Incoming) => Promise<Outgoing>;

/**
 * Serves the files under `folder` as S3 behind CloudFront: no folder listings, no index files but the root's, names
 * with a content hash (`/assets/`) cached for a year and everything else asked for again each time.
 */
export function makePages(folder: string, defaultRootObject: string): Pages {
  return async request => {
    const path = request.path === '/' ? `/${defaultRootObject}` : request.path;
    const file = fileOf(folder, path);
    const found = file !== undefined && (await stat(file).catch(() => undefined))?.isFile() === true;
    if (!found) {
      return { status: 403, headers: { 'content-type': 'application/xml' }, body: accessDenied };
    }
    const content = await readFile(file);
    const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`;
    const headers = {
      'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag,
    };
    if (request.headers['if-none-match'] === etag) {
      return { status: 304, headers, body: '' };
    }
    return compress({ status: 200, headers, body: content }, request);
  };
}

function fileOf(folder: string, path: string): string | undefined {
  try {
    const file = normalize(join(folder, decodeURIComponent(path)));
    return file.startsWith(normalize(folder) + sep) && !file.includes('\0') ? file : undefined;
  } catch {
    return undefined;
  }
}

async function compress(answer: Outgoing & { readonly body: Buffer }, request: Incoming): Promise<Outgoing> {
  const accepts = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (!accepts || answer.body.length < 1000 || !compressible.test(answer.headers['content-type'] ?? '')) {
    return answer;
  }
  const headers = { ...answer.headers, 'content-encoding': 'gzip', vary: 'accept-encoding' };
  return { ...answer, headers, body: await promisify(gzip)(answer.body) };
}
