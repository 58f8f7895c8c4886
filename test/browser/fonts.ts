import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { projectRoot } from '../../local/builds/artifacts.ts';

type Table = { readonly tag: Buffer; readonly checksum: number; readonly data: Buffer };

function readTables(woff: Buffer): Table[] {
  return Array.from({ length: woff.readUInt16BE(12) }, (_, place) => {
    const entry = 44 + 20 * place;
    const [offset, packed, length] = [4, 8, 12].map(step => woff.readUInt32BE(entry + step)) as [
      number,
      number,
      number,
    ];
    const data = woff.subarray(offset, offset + packed);
    return {
      tag: woff.subarray(entry, entry + 4),
      checksum: woff.readUInt32BE(entry + 16),
      data: packed < length ? inflateSync(data) : data,
    };
  });
}

/** A WOFF font as the plain font inside it; fontconfig here reads no WOFF (W3C WOFF 1.0 §3–5). */
export function unpackWoff(woff: Buffer): Buffer {
  const tables = readTables(woff);
  const head = Buffer.alloc(12 + 16 * tables.length);
  const power = Math.floor(Math.log2(tables.length));
  woff.copy(head, 0, 4, 8);
  [tables.length, 16 * 2 ** power, power, 16 * (tables.length - 2 ** power)].forEach((value, place) =>
    head.writeUInt16BE(value, 4 + 2 * place),
  );
  const parts: Buffer[] = [head];
  let offset = head.length;
  for (const [place, { tag, checksum, data }] of tables.entries()) {
    const entry = 12 + 16 * place;
    tag.copy(head, entry);
    [checksum, offset, data.length].forEach((value, step) => head.writeUInt32BE(value, entry + 4 + 4 * step));
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(data, padding);
    offset += data.length + padding.length;
  }
  return Buffer.concat(parts);
}

const alias = (family: string) =>
  `<alias binding="same"><family>${family}</family><prefer><family>Noto Sans JP</family><family>Noto Sans JP Thin</family></prefer></alias>`;

/** Unpacks a Japanese font once into `folder` and answers the fontconfig file that offers it for every family we name. */
export function prepareFonts(folder: string): string {
  const config = join(folder, 'fonts.conf');
  if (existsSync(config)) return config;
  mkdirSync(folder, { recursive: true });
  for (const name of ['japanese-400', 'japanese-700', 'latin-400', 'latin-700']) {
    const woff = join(
      projectRoot,
      'node_modules/@fontsource/noto-sans-jp/files',
      `noto-sans-jp-${name}-normal.woff`,
    );
    writeFileSync(join(folder, `${name}.ttf`), unpackWoff(readFileSync(woff)));
  }
  const families = ['sans-serif', 'system-ui', 'monospace', 'Hiragino Sans', 'Noto Sans JP']
    .map(alias)
    .join('');
  writeFileSync(
    config,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}</dir><cachedir>${join(folder, 'cache')}</cachedir>${families}</fontconfig>`,
  );
  return config;
}
