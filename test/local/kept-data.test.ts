import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSmallHouse } from './small-house.ts';

describe('kept data', () => {
  it('is there again after a restart, secrets and clock included', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mogiri-data-'));
    const first = await startSmallHouse({ dataDir });
    first.clock.advance(86_400);
    first.world.carrier.deliver({
      to: '+819012345678',
      body: 'kept',
      at: '2026-11-22T00:00:00Z',
      messageId: 'k1',
    });
    const secretArn = first.deployment.secrets[0]?.arn ?? '';
    const secret = first.world.secrets.value(secretArn);
    await first.close();
    const second = await startSmallHouse({ dataDir });
    expect(second.world.secrets.value(secretArn)).toBe(secret);
    expect(second.clock.now() - Date.now()).toBeGreaterThan(86_000_000);
    expect(second.world.carrier.messages().map(message => message.body)).toContain('kept');
    await second.close();
    rmSync(dataDir, { recursive: true });
  });
});
