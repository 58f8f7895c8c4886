import type { Caller, Context } from '../../policy/request.ts';
import { evaluate } from '../../policy/evaluate.ts';
import { distinct, type Finding } from './finding.ts';
import type { Judge } from './judge.ts';
import { declaredPrincipals } from './principals.ts';
import { type ProvenHouse, roleNamed, shortName } from './proven-house.ts';
import { plainSession } from './sessions.ts';

/** The role that schedules call functions as. */
const scheduler = 'pulse-schedule';

/**
 * Functions are started by the scheduler's role alone, and by it exactly those that a schedule names; and nobody but
 * the scheduler, for the schedules of this account, acts as that role.
 */
export function proveSchedules(judge: Judge): readonly Finding[] {
  const { functions, schedules } = judge.house.deployment;
  const role = roleNamed(judge.house, scheduler);
  const started = declaredPrincipals(judge.house).flatMap(principal =>
    functions.flatMap(({ arn }) => {
      const ask = { principal, session: plainSession, action: 'lambda:InvokeFunction', resource: arn };
      const may = judge.may(ask);
      const named = schedules.some(one => one.functionArn === arn && one.roleArn === role.arn);
      if (may === (principal.role === scheduler && named)) return [];
      const name = may ? ('starts-a-function' as const) : ('cannot-do-its-work' as const);
      return [{ name, who: principal.name, example: shortName(judge.house, arn) }];
    }),
  );
  const foreign = schedules
    .filter(({ roleArn }) => roleArn !== role.arn)
    .map(({ name, roleArn }) => ({ name: 'starts-a-function' as const, who: name, example: roleArn }));
  return distinct([...started, ...foreign, ...asScheduler(judge.house)]);
}

const service: Caller = { kind: 'service', service: 'scheduler.amazonaws.com' };

/** Another account could have its schedules act as this role, were it not asked whose they are. */
function asScheduler(house: ProvenHouse): readonly Finding[] {
  const { account, region } = house.deployment;
  const { arn, trust } = roleNamed(house, scheduler);
  const group = (owner: string) => `arn:aws:scheduler:${region}:${owner}:schedule-group/default`;
  const from = (owner: string): Context => ({ 'aws:SourceAccount': owner, 'aws:SourceArn': group(owner) });
  const tried: readonly (readonly [string, Context, boolean])[] = [
    ['this account', from(account), true],
    ['another account', from('999999999999'), false],
    ['another group', { ...from(account), 'aws:SourceArn': `${group(account)}-2` }, false],
    ['nowhere', {}, false],
  ];
  return tried.flatMap(([whence, context, promised]) => {
    const request = { caller: service, action: 'sts:AssumeRole', resource: arn, resourceAccount: account };
    const policies = { identity: [], resource: { kind: 'trust', document: trust } } as const;
    const may = evaluate({ ...request, context }, policies).allowed;
    const name = may ? ('starts-a-function' as const) : ('cannot-do-its-work' as const);
    return may === promised ? [] : [{ name, who: `the scheduler of ${whence}`, example: scheduler }];
  });
}
