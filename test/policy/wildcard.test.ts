import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../policy/evaluate.ts';
import { fits, wildPattern } from '../../policy/wildcard.ts';
import { allow, ask, policy, session } from './requests.ts';

describe('wildcards', () => {
  it('fit exactly what the same regular expression matches', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '.'), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (wild, given) => {
        const source = wild.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        expect(fits(wildPattern(wild), given)).toBe(new RegExp(`^${source}$`, 'su').test(given));
      }),
      { numRuns: 2000 },
    );
  });

  it('count a character outside the basic plane as one', () => {
    expect(fits(wildPattern('a?c'), 'a🎫c')).toBe(true);
    expect(fits(wildPattern('a??c'), 'a🎫c')).toBe(false);
  });

  it('answer at once even for a pattern made to be slow', () => {
    const startedMs = performance.now();
    expect(fits(wildPattern(`${'*a'.repeat(30)}b`), 'a'.repeat(2000))).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(1000);
  });
});

describe('actions', () => {
  it.each([
    ['*', true],
    ['*:*', true],
    ['dynamodb:*', true],
    ['dynamodb:GetItem', true],
    ['DYNAMODB:getitem', true],
    ['dynamodb:Get?tem', true],
    ['dynamodb:Get*', true],
    ['dynamodb:GetItems', false],
    ['dynamodb:etItem', false],
    ['dynamo:*', false],
    ['dynamodb:BatchGetItem', false],
  ])('%s covers dynamodb:GetItem: %s', (pattern, covered) => {
    expect(evaluate(ask(), { identity: [policy(allow({ Action: pattern }))] }).allowed).toBe(covered);
    const opposite = { Effect: 'Allow', NotAction: [pattern, 'sqs:*'], Resource: '*' };
    expect(evaluate(ask(), { identity: [policy(opposite)] }).allowed).toBe(!covered);
  });
});

const QUEUE = 'arn:aws:sqs:ap-northeast-1:000000000000:lanes';
const FUNCTION = 'arn:aws:lambda:ap-northeast-1:000000000000:function:desk:live';

describe('resources', () => {
  it.each([
    ['*', QUEUE, true],
    [QUEUE, QUEUE, true],
    ['arn:aws:sqs:*:*:*', QUEUE, true],
    ['arn:aws:sqs:*', QUEUE, true],
    ['arn:aws:sqs:ap-*:000000000000:lane?', QUEUE, true],
    ['arn:aws:sqs:ap-*:000000000000:Lanes', QUEUE, false],
    ['arn:aws:sqs:ap-northeast-?:000000000000:lanes', QUEUE, true],
    ['arn:aws:sns:*:*:*', QUEUE, false],
    ['arn:aws:sns:*:*:*', '*', false],
    [QUEUE, '*', false],
    ['*', '*', true],
    ['arn:aws:lambda:*:*:function:desk', FUNCTION, false],
    ['arn:aws:lambda:*:*:function:desk:*', FUNCTION, true],
    ['arn:aws:lambda:*:*:function:desk*', FUNCTION, true],
    ['arn:aws:lambda:*:function:desk:live', FUNCTION, true],
    ['arn:aws:lambda:*:*:f*e', FUNCTION, true],
    ['arn:aws:lambda:a*1:function:desk:live', FUNCTION, false],
    ['arn:aws:lambda:ap-northeast-1?000000000000:function:desk:live', FUNCTION, false],
  ])('%s covers %s: %s', (pattern, resource, covered) => {
    const request = ask({ action: 'sqs:SendMessage', resource });
    expect(evaluate(request, { identity: [policy(allow({ Resource: pattern }))] }).allowed).toBe(covered);
    const opposite = { Effect: 'Allow', Action: '*', NotResource: ['arn:aws:s3:::x', pattern] };
    expect(evaluate(request, { identity: [policy(opposite)] }).allowed).toBe(!covered);
  });
});

describe('variables', () => {
  const queue = (name: string) => `arn:aws:sqs:ap-northeast-1:000000000000:${name}`;
  const covers = (pattern: string, name: string, tag?: string, version = '2012-10-17') => {
    const context = tag === undefined ? {} : { 'aws:PrincipalTag/team': tag };
    const request = ask({ action: 'sqs:SendMessage', resource: queue(name), context });
    const document = { ...policy(allow({ Resource: queue(pattern) })), Version: version };
    return evaluate(request, { identity: [document] }).allowed;
  };

  it('are filled from the request', () => {
    expect(covers('q-${aws:PrincipalTag/team}', 'q-blue', 'blue')).toBe(true);
    expect(covers('q-${AWS:principaltag/team}-*', 'q-blue-1', 'blue')).toBe(true);
    expect(covers('q-${aws:PrincipalTag/team}', 'q-red', 'blue')).toBe(false);
  });

  it('fall back to their default only when the key is absent', () => {
    expect(covers("q-${aws:PrincipalTag/team, 'all'}", 'q-all')).toBe(true);
    expect(covers("q-${aws:PrincipalTag/team, 'all'}", 'q-all', 'blue')).toBe(false);
  });

  it('match nothing when they have no value', () => {
    expect(covers('q-${aws:PrincipalTag/team}*', 'q-')).toBe(false);
  });

  it('bring no wildcards with them, from a tag or a default', () => {
    expect(covers('q-${aws:PrincipalTag/team}', 'q-blue', '*')).toBe(false);
    expect(covers('q-${aws:PrincipalTag/team}', 'q-*', '*')).toBe(true);
    expect(covers("q-${aws:PrincipalTag/team, '*'}", 'q-blue')).toBe(false);
  });

  it('spell the special characters', () => {
    expect(covers('q${*}', 'q*')).toBe(true);
    expect(covers('q${*}', 'qx')).toBe(false);
    expect(covers('q${?}', 'q?')).toBe(true);
    expect(covers('q${?}', 'qx')).toBe(false);
    expect(covers('q${$}', 'q$')).toBe(true);
  });

  it('are plain text before Version 2012-10-17, and without a Version', () => {
    expect(covers('q-${aws:PrincipalTag/team}', 'q-blue', 'blue', '2008-10-17')).toBe(false);
    expect(covers('q-${aws:PrincipalTag/team}', 'q-${aws:PrincipalTag/team}', 'blue', '2008-10-17')).toBe(
      true,
    );
    const document = { Statement: [allow({ Resource: queue('${aws:PrincipalTag/team}') })] };
    const request = ask({
      action: 'sqs:SendMessage',
      resource: queue('blue'),
      context: { 'aws:PrincipalTag/team': 'blue' },
    });
    expect(evaluate(request, { identity: [document] }).allowed).toBe(false);
  });

  it('without a value leave NotResource against the caller, whether it allows or denies', () => {
    const request = ask({ action: 'sqs:SendMessage', resource: queue('blue') });
    const except = { Action: '*', NotResource: queue('${aws:PrincipalTag/team}') };
    expect(evaluate(request, { identity: [policy({ Effect: 'Allow', ...except })] }).reason).toBe('no-allow');
    const identity = [policy(allow(), { Effect: 'Deny', ...except })];
    expect(evaluate(request, { identity }).reason).toBe('explicit-deny');
  });

  it('in conditions compare two keys, and a negated operator matches when one is missing', () => {
    const decide = (operator: string, tag?: string) => {
      const Condition = { [operator]: { 'aws:userid': '${aws:PrincipalTag/team}' } };
      const context = { 'aws:userid': 'blue', ...(tag && { 'aws:PrincipalTag/team': tag }) };
      return evaluate(ask({ context }), { identity: [policy(allow({ Condition }))] }).allowed;
    };
    expect(decide('StringEquals', 'blue')).toBe(true);
    expect(decide('StringEquals', 'red')).toBe(false);
    expect(decide('StringEquals')).toBe(false);
    expect(decide('StringNotEquals', 'blue')).toBe(false);
    expect(decide('StringNotEquals')).toBe(true);
  });

  it('in an ARN condition stay inside their part', () => {
    const Condition = {
      ArnLike: { 'aws:SourceArn': 'arn:aws:sqs:*:${aws:PrincipalAccount}:${aws:PrincipalTag/team}' },
    };
    const context = { 'aws:SourceArn': queue('blue'), 'aws:PrincipalTag/team': 'blue' };
    const identity = [policy(allow({ Condition }))];
    expect(evaluate(ask({ context }), { identity }).allowed).toBe(true);
    const stranger = ask({
      caller: session('caller', 'x', '999999999999'),
      context,
      resourceAccount: '999999999999',
      resource: '*',
    });
    expect(evaluate(stranger, { identity }).allowed).toBe(false);
  });
});
