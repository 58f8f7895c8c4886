import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem, type System, type SystemRequest } from '../../local/system.ts';
import type { Template } from './small-edge.ts';
import { template } from './small-template.ts';

/** The bundles of the small house's functions: what an HTTP, a queue and a schedule event can ask of a handler. */
const bundles = {
  probe: `export const handler = async (event, context) => {
    const wish = event.queryStringParameters ?? {};
    console.log('probe ' + event.routeKey);
    if (wish.do === 'throw') throw new Error('thrown on purpose');
    if (wish.do === 'hang') await new Promise(resolve => setTimeout(resolve, 60_000));
    if (wish.do === 'exit') process.exit(1);
    if (wish.do === 'simple') return { plain: true };
    if (wish.do === 'wrong') return { statusCode: 'many' };
    if (wish.do === 'cookies') return { statusCode: 201, headers: { 'X-Made': 'yes' }, cookies: ['a=1; Path=/', 'b=2'], body: '' };
    if (wish.do === 'base64') return { statusCode: 200, headers: { 'content-type': 'image/png' }, isBase64Encoded: true, body: 'AAEC' };
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ event, origin: process.env.ORIGIN }) };
  };`,
  worker: `const tries = {};
  export const handler = async event => {
    console.log('batch ' + event.Records.length);
    const failed = [];
    for (const record of event.Records) {
      console.log('work ' + record.body + ' ' + record.attributes.ApproximateReceiveCount);
      if (record.body === 'poison') failed.push({ itemIdentifier: record.messageId });
      if (record.body === 'throw') throw new Error('batch refused');
    }
    return { batchItemFailures: failed };
  };`,
  rotate: `export const handler = async event => { console.log('step ' + event.Step); };`,
  tick: `export const handler = async event => { console.log('tick ' + JSON.stringify(event)); };`,
};

/** A change of the small house's template before it is written. */
export type TemplateChange = (resources: Template) => void;

/** Writes the small house as a cloud assembly with its pages into a new folder; `more` replaces bundles. */
export function writeSmallHouse(
  more: Partial<typeof bundles> = {},
  change: TemplateChange = () => undefined,
): {
  readonly cloudAssembly: string;
  readonly pagesDir: string;
  remove(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'mogiri-house-'));
  const put = (path: string, content: unknown): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  const files = Object.keys(bundles).map(hash => [hash, { source: { path: `asset.${hash}` } }] as const);
  put('manifest.json', {
    artifacts: {
      small: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/ap-northeast-1',
        properties: { templateFile: 'small.template.json' },
      },
    },
  });
  const Resources = template();
  change(Resources);
  put('small.template.json', { Resources });
  put('small.assets.json', { files: Object.fromEntries(files) });
  Object.entries({ ...bundles, ...more }).forEach(([hash, source]) => put(`asset.${hash}/index.mjs`, source));
  put('pages/index.html', `<!doctype html><title>home</title>${' '.repeat(2000)}`);
  put('pages/assets/app.js', 'export {};');
  return {
    cloudAssembly: folder,
    pagesDir: join(folder, 'pages'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Starts the small house on free ports; `close` also removes its files. */
export async function startSmallHouse(
  more: Partial<SystemRequest> = {},
  planted: Partial<typeof bundles> = {},
  change?: TemplateChange,
): Promise<System> {
  const house = writeSmallHouse(planted, change);
  const system = await startSystem({ ...house, stage: 'small', pulse: 'manual', ...more });
  const close = async (): Promise<void> => {
    await system.close();
    house.remove();
  };
  return { ...system, close };
}
