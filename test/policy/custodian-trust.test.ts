import { describe, expect, it } from 'vitest';
import { evaluate } from '../../policy/evaluate.ts';
import type { Caller, Context, Decision, PolicySet } from '../../policy/request.ts';
import { allow, ask, deny, OTHER, policy, roleArn, session, user } from './requests.ts';
import { simulate } from './simulator.ts';

const CUSTODIAN = roleArn('mogiri-dev-custodian');
const DESK = 'mogiri-dev-custodian-desk';
const DELIVER = 'mogiri-dev-custodian-deliver';
const ROTATE = 'mogiri-dev-custodian-rotate';

const may = (role: string, purposes: readonly string[], person: string) => ({
  Effect: 'Allow',
  Principal: { AWS: roleArn(role) },
  Action: 'sts:AssumeRole',
  Condition: {
    StringEquals: { 'aws:RequestTag/purpose': purposes },
    StringLike: {
      'sts:SourceIdentity': person,
      'sts:RoleSessionName': purposes.map(purpose => `${purpose}-*`),
    },
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['purpose'] },
  },
});

/** The trust of the custodian role: the login epoch once, in a Deny; then who may claim what. */
const trust = (...epochs: string[]) =>
  policy(
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:AssumeRole',
      Condition: { StringNotEquals: { 'sts:ExternalId': epochs } },
    },
    may(DESK, ['desk', 'disclosure', 'correction'], 'stf_*'),
    may(DELIVER, ['delivery'], 'cmp_*'),
    may(ROTATE, ['rotation-check'], 'rot_*'),
    {
      Effect: 'Allow',
      Principal: { AWS: [DESK, DELIVER, ROTATE].map(role => roleArn(role)) },
      Action: ['sts:TagSession', 'sts:SetSourceIdentity'],
    },
  );

const call = (purpose: string, person: string, name = `${purpose}-row1`): Context => ({
  'sts:ExternalId': 'epoch-1',
  'sts:SourceIdentity': person,
  'sts:RoleSessionName': name,
  'aws:RequestTag/purpose': purpose,
  'aws:TagKeys': ['purpose'],
});
const without = (context: Context, key: string) =>
  Object.fromEntries(Object.entries(context).filter(([name]) => name !== key));

/** The caller's own policy: nothing of this unless the call comes from its own function. */
const own = (role: string) =>
  policy(
    allow({ Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], Resource: CUSTODIAN }),
    deny({
      Action: ['sts:AssumeRole', 'secretsmanager:GetSecretValue'],
      Condition: { ArnNotEquals: { 'lambda:SourceFunctionArn': functionArn(role) } },
    }),
  );
const functionArn = (name: string) => `arn:aws:lambda:ap-northeast-1:000000000000:function:${name}`;

const asked = (caller: Caller, context: Context, action = 'sts:AssumeRole') =>
  ask({ caller, action, resource: CUSTODIAN, context });
const onTrust = (...epochs: string[]): PolicySet => ({
  identity: [],
  resource: { kind: 'trust', document: trust(...epochs) },
});
const answer = ({ reason }: Decision) => reason;

type Row = readonly [string, Caller, Context, Decision['reason']];
const desk = session(DESK, 'f');
const deliver = session(DELIVER, 'f');
const right = call('desk', 'stf_1');

const ROWS: readonly Row[] = [
  ['the desk for a person', desk, right, 'allowed'],
  ['the desk for a disclosure', desk, call('disclosure', 'stf_1'), 'allowed'],
  ['deliver for a campaign', deliver, call('delivery', 'cmp_1'), 'allowed'],
  ['the rotator for its check', session(ROTATE), call('rotation-check', 'rot_1'), 'allowed'],
  ['the desk asking for a delivery', desk, call('delivery', 'cmp_1'), 'no-allow'],
  ['deliver asking for the desk', deliver, right, 'no-allow'],
  ['the desk in the name of a campaign', desk, call('desk', 'cmp_1'), 'no-allow'],
  [
    'the desk with the session name of another purpose',
    desk,
    call('desk', 'stf_1', 'delivery-c1'),
    'no-allow',
  ],
  ['the rotator asking for a delivery', session(ROTATE), call('delivery', 'cmp_1'), 'no-allow'],
  ['no purpose', desk, without(right, 'aws:RequestTag/purpose'), 'no-allow'],
  ['no person', desk, without(right, 'sts:SourceIdentity'), 'no-allow'],
  ['no session name', desk, without(right, 'sts:RoleSessionName'), 'no-allow'],
  ['a second tag', desk, { ...right, 'aws:TagKeys': ['purpose', 'admin'] }, 'no-allow'],
  ['an old login', desk, { ...right, 'sts:ExternalId': 'epoch-0' }, 'explicit-deny'],
  ['no login', desk, without(right, 'sts:ExternalId'), 'explicit-deny'],
  ['a stranger', session('mogiri-dev-pulse'), right, 'no-allow'],
  ['a user', user('ann'), right, 'no-allow'],
  ['the same name in another account', session(DESK, 'f', OTHER), right, 'no-allow'],
];

describe('the trust of the custodian role', () => {
  it.each(ROWS)('%s', async (_name, caller, context, reason) => {
    expect(answer(evaluate(asked(caller, context), onTrust('epoch-1')))).toBe(reason);
    const theirs = await simulate(asked(caller, context), onTrust('epoch-1'));
    expect(theirs).toBe(
      reason === 'allowed' ? 'allowed' : `denied ${reason === 'explicit-deny' ? 'explicitly' : 'implicitly'}`,
    );
  });

  it('takes both logins while it is widened', () => {
    for (const epoch of ['epoch-1', 'epoch-2']) {
      const context = { ...right, 'sts:ExternalId': epoch };
      expect(evaluate(asked(desk, context), onTrust('epoch-1', 'epoch-2')).allowed).toBe(true);
    }
    expect(answer(evaluate(asked(desk, right), onTrust('epoch-2')))).toBe('explicit-deny');
  });

  it.each(['sts:TagSession', 'sts:SetSourceIdentity'])(
    'lets the three callers %s, and nobody else',
    action => {
      const context = { 'aws:RequestTag/purpose': 'desk', 'sts:SourceIdentity': 'stf_1' };
      expect(evaluate(asked(desk, context, action), onTrust('epoch-1')).allowed).toBe(true);
      expect(answer(evaluate(asked(session('pulse'), context, action), onTrust('epoch-1')))).toBe('no-allow');
    },
  );

  it('is not opened to a stranger by administrator rights', () => {
    const policies = { ...onTrust('epoch-1'), identity: [policy(allow())] };
    expect(answer(evaluate(asked(session('admin'), right), policies))).toBe('no-allow');
  });

  it('is closed to a caller outside of its own function', () => {
    const policies = { ...onTrust('epoch-1'), identity: [own(DESK)] };
    const from = (name: string) => ({ ...right, 'lambda:SourceFunctionArn': functionArn(name) });
    expect(answer(evaluate(asked(desk, from(DESK)), policies))).toBe('allowed');
    expect(answer(evaluate(asked(desk, from('other')), policies))).toBe('explicit-deny');
    expect(answer(evaluate(asked(desk, right), policies))).toBe('explicit-deny');
  });

  it('does not lift the permissions boundary of a caller', () => {
    const policies = { ...onTrust('epoch-1'), boundary: policy(allow({ Action: 'dynamodb:*' })) };
    expect(answer(evaluate(asked(desk, right), policies))).toBe('boundary');
  });
});
