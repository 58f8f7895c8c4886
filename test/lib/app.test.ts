import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { cdkContext, fixtureAssets, order, passingFolder, root } from './built-house.ts';

const run = promisify(execFile);
const assets = fixtureAssets();
const { CDK_CONTEXT_JSON: _, CDK_OUTDIR: __, ...environment } = process.env;

/** Runs the app as a child process, as `cdk` or a person would; answers the folder it wrote and what it said. */
async function synth(context: Readonly<Record<string, unknown>>) {
  const out = passingFolder('app');
  const env = { ...environment, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify({ assets, ...context }) };
  const { stdout, stderr } = await run(process.execPath, ['bin/mogiri.ts'], {
    cwd: root,
    env,
    timeout: 60_000,
  });
  return { out, said: stdout + stderr };
}

describe('the app', () => {
  test('synthesizes without the CLI, without an account, checked by CloudFormation’s rules and both rule packs, in time', {
    retry: 2,
    timeout: 60_000,
  }, async () => {
    const startedAt = performance.now();
    const { out, said } = await synth({ nag: true });
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    for (const stack of order) {
      expect(existsSync(join(out, `mogiri-dev-${stack}.template.json`))).toBe(true);
    }
    const warnings = said.split('\n').filter(line => /error|warning/i.test(line));
    expect(warnings).toEqual([expect.stringContaining("76 units with CloudFront's own host")]);
  });

  test('takes the stage and the context that the CLI hands over', async () => {
    const { out, said } = await synth({ ...cdkContext(), stage: 'prod.example', nag: 'true' });
    expect(said).toBe('');
    const { artifacts } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
    expect(artifacts['mogiri-prod-vault']).toMatchObject({
      environment: 'aws://111122223333/ap-northeast-1',
      properties: { terminationProtection: true },
    });
  }, 60_000);

  test('says in a sentence what is missing', async () => {
    await expect(synth({ assets: '/nowhere' })).rejects.toThrow('Run `npm run build` first.');
    await expect(synth({ stage: 'nowhere' })).rejects.toThrow('there is no stage file');
  }, 60_000);
});
