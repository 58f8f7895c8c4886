import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../policy/evaluate.ts';
import type { Decision } from '../../policy/request.ts';
import { type Case, cases } from './generated-cases.ts';
import { plantedBugs } from './planted-bugs.ts';
import { type Answer, simulate } from './simulator.ts';
import { type Departure, inDialect } from './simulator-dialect.ts';

const SEED = Number(process.env['POLICY_SEED'] ?? 20261121);
const CASES = Number(process.env['POLICY_CASES'] ?? 2500);

type Judged = { readonly item: Case; readonly ours: Answer; readonly theirs: Answer };

const judged: Judged[] = [];
const sessionGrants: Judged[] = [];
const departures = new Map<Departure, number>();

beforeAll(async () => {
  for (const item of fc.sample(cases, { seed: SEED, numRuns: CASES })) {
    const translated = inDialect(item);
    for (const name of translated.departures) departures.set(name, (departures.get(name) ?? 0) + 1);
    const { request, policies } = translated.case;
    const result = {
      item,
      ours: answerOf(evaluate(item.request, item.policies)),
      theirs: await simulate(request, policies),
    };
    if (await isSessionGrant(result)) sessionGrants.push(result);
    else judged.push(result);
  }
}, 60_000);

function answerOf(decision: Decision): Answer {
  if (decision.allowed) return 'allowed';
  return decision.reason === 'explicit-deny' ? 'denied explicitly' : 'denied implicitly';
}

/**
 * The guide: an Allow for a session ARN, or for everyone, is not limited by the session policy's implicit deny. The
 * simulator always limits it. So it must agree as soon as the session policy is gone, and ours must rest on the
 * resource side alone.
 */
async function isSessionGrant({ item, ours, theirs }: Judged): Promise<boolean> {
  if (item.policies.session === undefined || ours !== 'allowed' || theirs !== 'denied implicitly')
    return false;
  const alone = evaluate(item.request, { ...item.policies, identity: [] });
  const { session: _, ...rest } = item.policies;
  const translated = inDialect({ request: item.request, policies: rest }).case;
  return alone.allowed && (await simulate(translated.request, translated.policies)) === 'allowed';
}

describe(`against another implementation, seed ${SEED}, ${CASES} cases`, () => {
  it('decides every generated case in the same way', () => {
    const different = judged.filter(({ ours, theirs }) => ours !== theirs);
    const smallest = different.map(result => JSON.stringify(result)).sort((a, b) => a.length - b.length)[0];
    expect(smallest, `${different.length} of ${judged.length} differ, seed ${SEED}`).toBeUndefined();
  });

  it('asks about all three answers in sensible proportions', () => {
    const share = (answer: Answer) => judged.filter(({ theirs }) => theirs === answer).length / judged.length;
    expect(share('allowed')).toBeGreaterThan(0.12);
    expect(share('denied explicitly')).toBeGreaterThan(0.12);
    expect(share('denied implicitly')).toBeGreaterThan(0.3);
  });

  it('meets every reason for a decision', () => {
    const reasons = new Set(judged.map(({ item }) => evaluate(item.request, item.policies).reason));
    expect([...reasons].sort()).toEqual(['allowed', 'boundary', 'explicit-deny', 'no-allow', 'session']);
  });

  it('meets every listed departure of the other implementation, and the one about sessions rarely', () => {
    expect([...departures.keys()].sort()).toEqual([
      'ForAnyValue with IfExists',
      'NotIpAddress across families',
      'escape in an exact comparison',
      'negated operator with an unfilled variable',
    ]);
    expect(sessionGrants.length).toBeGreaterThan(0);
    expect(sessionGrants.length / CASES).toBeLessThan(0.03);
  });
});

describe('a planted bug is noticed by the generated cases', () => {
  it.each(Object.entries(plantedBugs))('an evaluator that %s', (_name, bug) => {
    const wrong = ({ item, theirs }: Judged) => {
      const { request, policies } = bug(item);
      return answerOf(evaluate(request, policies)) !== theirs;
    };
    expect(judged.find(wrong)).toBeDefined();
  });
});
