import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { functionOf } from '../../lib/bundles.ts';
import { ChildFailed, runNode } from '../../local/builds/child.ts';
import { unlessBuilt } from '../../local/builds/once.ts';
import { sourceHash } from '../../local/builds/source-hash.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mogiri-builds-'));
  mkdirSync(join(root, 'src', 'deep'), { recursive: true });
  writeFileSync(join(root, 'src', 'deep', 'a.ts'), 'a');
  writeFileSync(join(root, 'one.json'), '1');
});

afterEach(() => rmSync(root, { recursive: true }));

describe('the hash of sources', () => {
  it('changes with contents, names and what else is told, and with nothing else', () => {
    const hash = (salt = ''): string => sourceHash(root, ['src', 'one.json', 'missing'], salt);
    const first = hash();
    expect(hash()).toBe(first);
    expect(hash('prod')).not.toBe(first);
    writeFileSync(join(root, 'src', 'deep', 'a.ts'), 'b');
    const second = hash();
    expect(second).not.toBe(first);
    writeFileSync(join(root, 'src', 'b.ts'), '');
    expect(hash()).not.toBe(second);
  });
});

describe('a build', () => {
  const attempt = async (hash: string, content = 'built'): Promise<boolean> => {
    const result = join(root, 'result');
    return unlessBuilt({ stamp: join(root, 'stamp'), result, hash }, async () =>
      writeFileSync(result, content),
    );
  };

  it('is done once per state of its sources', async () => {
    expect([await attempt('h1'), await attempt('h1'), await attempt('h2')]).toEqual([true, false, true]);
  });

  it('is done again when the result is gone or was changed by others', async () => {
    await attempt('h1');
    writeFileSync(join(root, 'result'), 'other');
    expect(await attempt('h1')).toBe(true);
    rmSync(join(root, 'result'));
    expect(await attempt('h1')).toBe(true);
  });

  it('is done again after it failed', async () => {
    const built = { stamp: join(root, 'stamp'), result: join(root, 'result'), hash: 'h1' };
    await expect(unlessBuilt(built, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await attempt('h1')).toBe(true);
  });
});

describe('a child process', () => {
  it('answers what it printed, with the variables it was given', async () => {
    const script = 'console.log(process.env.WORD)';
    expect(await runNode('Speaking', ['-e', script], { cwd: root, env: { WORD: 'hello' } })).toBe('hello\n');
  });

  it('fails with its purpose, exit code and output', async () => {
    const failing = runNode('Trying', ['-e', 'console.error("broken"); process.exit(3)'], { cwd: root });
    await expect(failing).rejects.toThrow(/Trying failed \(exit code 3\):\nbroken/);
    await expect(failing).rejects.toBeInstanceOf(ChildFailed);
  });
});

describe('the name of a function', () => {
  it('is room and file, or the room alone when both are the same', () => {
    expect([functionOf('shopper/verify.handler.ts'), functionOf('pulse/pulse.handler.ts')]).toEqual([
      'shopper-verify',
      'pulse',
    ]);
  });
});
