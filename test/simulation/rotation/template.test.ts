import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../../local/builds/artifacts.ts';
import { readAssembly } from '../../../local/templates/assembly.ts';
import { readDeployment } from '../../../local/templates/read-deployment.ts';
import { keeperRules } from './keepers.ts';

test('the simulated keeper comes as often and lives as long as the deployed one', () => {
  const { functions, schedules } = readDeployment('dev', readAssembly(join(projectRoot, 'cdk.out')), {
    awsPort: 0,
    origin: 'http://127.0.0.1',
  });
  const rotate = functions.find(({ name }) => name.endsWith('-custodian-rotate'));
  const schedule = schedules.find(({ functionArn }) => functionArn === rotate?.arn);
  expect({
    timeoutMs: (rotate?.timeoutSeconds ?? 0) * 1000,
    everyMs: schedule?.expression === 'rate(1 minute)' ? 60_000 : undefined,
  }).toEqual(keeperRules);
});
