import crypto, { createSecretKey, randomBytes } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { plainWire, type Wire } from '../test/fakes/wire.ts';
import { openOurs } from './our-verification.ts';
import type { Verifier } from './verifier.ts';

/** How often one verification calls for a MAC, a hash and the store. */
type Work = { macs: number; hashes: number; calls: number };

/** Counts MACs and hashes while something runs, by standing in for `node:crypto`. */
async function countCrypto(work: Work, run: () => Promise<void>): Promise<void> {
  const { createHmac, createHash, hash } = crypto;
  const counted = {
    createHmac: (...args: Parameters<typeof createHmac>) => ((work.macs += 1), createHmac(...args)),
    createHash: (...args: Parameters<typeof createHash>) => ((work.hashes += 1), createHash(...args)),
    hash: (...args: Parameters<typeof hash>) => ((work.hashes += 1), hash(...args)),
  };
  Object.assign(crypto, counted);
  syncBuiltinESMExports();
  try {
    await run();
  } finally {
    Object.assign(crypto, { createHmac, createHash, hash });
    syncBuiltinESMExports();
  }
}

async function countWork(): Promise<Work> {
  const work: Work = { macs: 0, hashes: 0, calls: 0 };
  const wire: Wire = (call, effect) => {
    work.calls += 1;
    return plainWire(call, effect);
  };
  const ours = openOurs(wire);
  await countCrypto(work, () => ours.verify(1));
  return work;
}

const text = 'pseudonym|number-10min|2965428|fN0p3mXk1JcA7sYw2ZrT5uVbQeHgLiMo';

/** The limit of our way: only the MACs and hashes of a verification, and a read and a write of a Map for each call of the store. */
export async function openLimit(): Promise<Verifier & { readonly work: string }> {
  const { macs, hashes, calls } = await countWork();
  const key = createSecretKey(randomBytes(32));
  const kept = new Map<string, object>();
  return {
    work: `${macs} MACs, ${hashes} hashes, ${calls} calls of the store`,
    verify: async person => {
      for (let n = 0; n < macs; n += 1) crypto.createHmac('sha256', key).update(text).digest();
      for (let n = 0; n < hashes; n += 1) crypto.hash('sha256', text, 'base64url');
      for (let n = 0; n < calls; n += 1) kept.set(`${person}|${n}`, { at: kept.get(`${n}|${person}`) });
    },
  };
}
