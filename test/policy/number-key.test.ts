import { describe, expect, it } from 'vitest';
import { evaluate } from '../../policy/evaluate.ts';
import type { Caller, Context, Decision, PolicySet } from '../../policy/request.ts';
import { keyPolicy } from './number-key-policy.ts';
import { allow, ask, deny, keyArn, OTHER, OWN, policy, REGION, root, session } from './requests.ts';
import { simulate } from './simulator.ts';

const ADMIN = policy(allow());
const CFN = 'cdk-mogiri-cfn-exec-role-000000000000-ap-northeast-1';

const boundary = policy(
  allow({
    Action: 'kms:Decrypt',
    Resource: `arn:aws:kms:${REGION}:${OWN}:key/*`,
    Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/mogiri-dev-number' } },
  }),
);

const reading = (purpose: string, person: string, name = `${purpose}-row1`, shopper = 'shp_1'): Context => ({
  'kms:EncryptionContext:use': 'phone-number',
  'kms:EncryptionContext:shopper': shopper,
  'kms:EncryptionContextKeys': ['use', 'shopper'],
  'kms:ResourceAliases': ['alias/mogiri-dev-number'],
  'aws:PrincipalTag/purpose': purpose,
  'aws:SourceIdentity': person,
  'aws:userid': `AROAEXAMPLE:${name}`,
});
const custodian = (name = 'desk-row1') => session('mogiri-dev-custodian', name);
const right = reading('desk', 'stf_1');
const drop = (key: string) => Object.fromEntries(Object.entries(right).filter(([name]) => name !== key));

type Row = readonly [string, Caller, string, Context, Decision['reason']];

const ROWS: readonly Row[] = [
  ['the custodian at the desk', custodian(), 'kms:Decrypt', right, 'allowed'],
  ['the custodian for a delivery', custodian(), 'kms:Decrypt', reading('delivery', 'cmp_1'), 'allowed'],
  [
    'the canary',
    custodian(),
    'kms:Decrypt',
    reading('rotation-check', 'rot_1', undefined, 'shp_CANARY'),
    'allowed',
  ],
  ['a real shopper as canary', custodian(), 'kms:Decrypt', reading('rotation-check', 'rot_1'), 'no-allow'],
  ['no purpose', custodian(), 'kms:Decrypt', drop('aws:PrincipalTag/purpose'), 'no-allow'],
  ['an unknown purpose', custodian(), 'kms:Decrypt', reading('curiosity', 'stf_1'), 'no-allow'],
  ['no person', custodian(), 'kms:Decrypt', drop('aws:SourceIdentity'), 'no-allow'],
  ['a delivery by a person', custodian(), 'kms:Decrypt', reading('delivery', 'stf_1'), 'no-allow'],
  [
    'a delivery in a session of the desk',
    custodian(),
    'kms:Decrypt',
    reading('delivery', 'cmp_1', 'desk-r'),
    'no-allow',
  ],
  ['no shopper', custodian(), 'kms:Decrypt', drop('kms:EncryptionContext:shopper'), 'no-allow'],
  ['no use', custodian(), 'kms:Decrypt', drop('kms:EncryptionContext:use'), 'no-allow'],
  ['another use', custodian(), 'kms:Decrypt', { ...right, 'kms:EncryptionContext:use': 'email' }, 'no-allow'],
  ['the custodian making a grant', custodian(), 'kms:CreateGrant', right, 'explicit-deny'],
  ['the custodian encrypting again', custodian(), 'kms:ReEncryptFrom', right, 'explicit-deny'],
  ['the custodian sealing', custodian(), 'kms:Encrypt', right, 'no-allow'],
  ['verify sealing', session('mogiri-dev-shopper-verify'), 'kms:Encrypt', right, 'allowed'],
  ['verify opening', session('mogiri-dev-shopper-verify'), 'kms:Decrypt', right, 'explicit-deny'],
  [
    'verify sealing with a third key',
    session('mogiri-dev-shopper-verify'),
    'kms:Encrypt',
    { ...right, 'kms:EncryptionContextKeys': ['use', 'shopper', 'note'] },
    'no-allow',
  ],
  ['the deploy role opening', session(CFN), 'kms:Decrypt', right, 'explicit-deny'],
  ['the deploy role changing the policy', session(CFN), 'kms:PutKeyPolicy', {}, 'allowed'],
  ['a stranger changing the policy', session('admin'), 'kms:PutKeyPolicy', {}, 'no-allow'],
  ['a deploy role of another account', session(CFN, 's', OTHER), 'kms:PutKeyPolicy', {}, 'no-allow'],
  ['a stranger opening', session('admin'), 'kms:Decrypt', right, 'explicit-deny'],
];

/** Everybody gets administrator rights, so that only the key policy stands in the way. */
const policies: PolicySet = { identity: [ADMIN], resource: { kind: 'key', document: keyPolicy } };

/** The simulator knows no `kms:EncryptionContext:x`; the same key under a name that it knows, on both sides. */
const renamed = <Value>(value: Value): Value =>
  JSON.parse(
    JSON.stringify(value).replaceAll('kms:EncryptionContext:', 'aws:PrincipalTag/context-'),
  ) as Value;

describe('the policy of NumberKey, with administrator rights for everybody', () => {
  it.each(ROWS)('%s', async (_name, caller, action, context, reason) => {
    const request = ask({ caller, action, resource: keyArn('number'), context });
    expect(evaluate(request, policies).reason).toBe(reason);
    const theirs = await simulate(renamed(request), renamed(policies));
    const denied = reason === 'explicit-deny' ? 'denied explicitly' : 'denied implicitly';
    expect(theirs).toBe(reason === 'allowed' ? 'allowed' : denied);
  });

  it('lets the root user mend the policy and nothing more', () => {
    const as = (action: string) =>
      evaluate(ask({ caller: root(), action, resource: keyArn('number'), context: right }), policies).reason;
    expect(as('kms:PutKeyPolicy')).toBe('allowed');
    expect(as('kms:Encrypt')).toBe('no-allow');
    expect(as('kms:Decrypt')).toBe('explicit-deny');
  });

  it('keeps the custodian inside its boundary, which knows the key by alias', () => {
    const decide = (context: Context) =>
      evaluate(ask({ caller: custodian(), action: 'kms:Decrypt', resource: keyArn('number'), context }), {
        ...policies,
        boundary,
      }).reason;
    expect(decide(right)).toBe('allowed');
    expect(decide({ ...right, 'kms:ResourceAliases': ['alias/other'] })).toBe('boundary');
    expect(decide(drop('kms:ResourceAliases'))).toBe('boundary');
  });

  it('lets a cut-off end sessions that are older', () => {
    const cutOff = policy(
      deny({ Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-21T00:00:00Z' } } }),
    );
    const decide = (issued: string) => {
      const context = { ...right, 'aws:TokenIssueTime': issued };
      const request = ask({
        caller: custodian(),
        action: 'kms:Decrypt',
        resource: keyArn('number'),
        context,
      });
      return evaluate(request, { ...policies, identity: [ADMIN, cutOff] }).reason;
    };
    expect(decide('2026-11-20T23:59:59Z')).toBe('explicit-deny');
    expect(decide('2026-11-21T00:00:00Z')).toBe('allowed');
  });
});
