import { beforeEach, expect, test } from 'vitest';
import { makeKeepLogin } from '../../lambdas/custodian/keep-login.ts';
import type { CustodianGate, LoginProbe, LoginSecret } from '../../lambdas/domain/custodian-login.ts';
import { callersOf, custodianTrust, revocationPolicy } from '../../lambdas/domain/custodian-trust.ts';
import { rotationId } from '../../lambdas/domain/ids.ts';
import { firstCutOffMs, rotationRules } from '../../lambdas/domain/login-rotation.ts';
import type { JournalCode } from '../../lambdas/journal.ts';
import { makeMemoryRotationBook, makeRotationStore } from '../fakes/memory-rotation-book.ts';
import { plainWire } from '../fakes/wire.ts';

const dayMs = 86_400_000;
const bornAtMs = Date.UTC(2026, 10, 1);
const callers = callersOf('arn:aws:iam::000000000000:role/mogiri-dev-custodian');

let nowMs: number;
let told: JournalCode[];
let store: ReturnType<typeof makeRotationStore>;
let keep: ReturnType<typeof makeKeepLogin>;

beforeEach(() => {
  nowMs = bornAtMs;
  told = [];
  store = makeRotationStore();
  const logins = new Map([['first', { epoch: 1, externalId: 'the-first-login' }]]);
  let current = 'first';
  let trust: unknown = custodianTrust(callers, ['the-first-login']);
  let revocation: unknown = revocationPolicy(firstCutOffMs);
  const secret: LoginSecret = {
    current: async () => ({ versionId: current, epoch: logins.get(current)?.epoch ?? 0, sinceMs: bornAtMs }),
    login: async versionId => logins.get(versionId),
    offer: async (versionId, login) => void logins.set(versionId, login),
    makeCurrent: async to => void (current = to),
    keepCanary: async () => undefined,
    canary: async () => undefined,
    forgetCanary: async () => undefined,
  };
  const gate: CustodianGate = {
    trust: async () => trust,
    setTrust: async document => void (trust = document),
    revocation: async () => revocation,
    setRevocation: async document => void (revocation = document),
  };
  // A canary that nobody has sealed yet: the new login can never be tried, so the rotation stays at `test`.
  const probe: LoginProbe = {
    enter: async () => ({ accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' }),
    tryCanary: async () => 'missing',
  };
  keep = makeKeepLogin({
    book: makeMemoryRotationBook(store, plainWire),
    secret,
    gate,
    probe,
    callers,
    everyDays: 30,
    newVersionId: () => 'second',
    newRotationId: () => rotationId('rot_1'),
    dice: bytes => new Uint8Array(bytes),
    now: () => nowMs,
    wait: async () => undefined,
    journal: code => void told.push(code),
  });
});

test('a rotation that was planned and did not come is told once, and begins by itself', async () => {
  nowMs = bornAtMs + 31 * dayMs;
  await keep();
  expect(told).not.toContain('rotation.overdue');
  expect(store.state?.running).toBeUndefined();
  nowMs = bornAtMs + 32 * dayMs + 60_000;
  await keep();
  await keep();
  expect(told.filter(code => code === 'rotation.overdue')).toHaveLength(1);
  expect(store.state?.running).toMatchObject({ because: 'overdue', by: 'schedule', step: 'test' });
});

test('a rotation that hangs in a step for two hours is told at every look until it moves', async () => {
  nowMs = bornAtMs + 40 * dayMs;
  await keep();
  expect(told).toContain('rotation.canary_missing');
  nowMs += rotationRules.stuckAfterMs - 1000;
  await keep();
  expect(told).not.toContain('rotation.stuck');
  nowMs += 60_000;
  await keep();
  await keep();
  expect(told.filter(code => code === 'rotation.stuck')).toHaveLength(2);
});

test('who finds another keeper at work leaves it alone; a call of Secrets Manager waits, and throws in the end', async () => {
  await keep();
  store.lockEndsAtMs = nowMs + 60_000;
  expect(await keep()).toEqual({ ran: false });
  const call = { step: 'createSecret', versionId: 'planned' } as const;
  await expect(keep(call)).rejects.toThrow('kept by another');
  store.lockEndsAtMs = nowMs;
  expect(await keep(call)).toEqual({ ran: true });
  expect(store.state?.running).toMatchObject({ because: 'schedule', to: { versionId: 'planned', epoch: 2 } });
});
