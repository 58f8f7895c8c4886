import { join } from 'node:path';
import { expect, test } from 'vitest';
import { walkRules } from '../../lambdas/custodian/walk-lane.ts';
import { projectRoot } from '../../local/builds/artifacts.ts';
import { readAssembly } from '../../local/templates/assembly.ts';
import { readDeployment } from '../../local/templates/read-deployment.ts';
import { machineRules } from './machines.ts';

const deployment = readDeployment('dev', readAssembly(join(projectRoot, 'cdk.out')), {
  awsPort: 0,
  origin: 'http://127.0.0.1',
});

function named<T extends { readonly name: string }>(items: readonly T[], end: string): T {
  const found = items.find(({ name }) => name.endsWith(end));
  if (found === undefined) throw new Error(`nothing is called ${end}`);
  return found;
}

test('the simulated machines live as long and fail as often as the deployed ones', () => {
  const lanes = named(deployment.queues, '-lanes');
  const source = deployment.eventSources.find(({ queueArn }) => queueArn === lanes.arn);
  expect({
    pulseTimeoutMs: named(deployment.functions, '-pulse').timeoutSeconds * 1000,
    deliverTimeoutMs: named(deployment.functions, '-custodian-deliver').timeoutSeconds * 1000,
    visibilityMs: lanes.visibilityTimeoutSeconds * 1000,
    maxReceives: lanes.deadLetter?.maxReceiveCount,
    maxWorkers: source?.maxConcurrency,
    pulseEveryMs: named(deployment.schedules, '-pulse').expression === 'rate(1 minute)' ? 60_000 : undefined,
  }).toEqual(machineRules);
});

test('the lease of a lane outlives its holder, so that nobody wakes up in a lane that was closed', () => {
  const { timeoutSeconds } = named(deployment.functions, '-custodian-deliver');
  expect(walkRules.leaseMs).toBeGreaterThan(timeoutSeconds * 1000);
});
