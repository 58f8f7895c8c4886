import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../local/builds/artifacts.ts';
import type { System } from '../local/system.ts';
import { median, type Figure } from './table.ts';

const rounds = 11;
const run = promisify(execFile);

/** What a fresh process does: import the bundle, whose first AWS call is the edge secret, and say how long it took. */
const program = `
const start = performance.now();
await import(process.argv[1]);
process.stdout.write(String(performance.now() - start) + '\\n');
process.exit(0);
`;

/** Milliseconds from nothing to the first AWS call answered, in one fresh process. */
async function startOnce(system: System, bundle: string, name: string): Promise<number> {
  const lambda = system.deployment.functions.find(({ arn }) => arn.endsWith(`-${name}`));
  if (lambda === undefined) throw new Error(`no function ${name}`);
  const keys = system.world.issueCredentials({
    roleArn: lambda.roleArn,
    functionArn: lambda.arn,
    sessionName: lambda.name,
  });
  keys.setBusy(true);
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program, bundle], {
    env: {
      ...lambda.environment,
      AWS_REGION: system.deployment.region,
      AWS_ENDPOINT_URL: system.awsEndpoint,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: keys.sessionToken,
    },
  });
  return Number(stdout.trim().split('\n').at(-1));
}

/** Import and first AWS call of one function, ours and the default build interleaved in fresh processes. */
export async function measureColdStart(system: System, defaultDir: string, name: string): Promise<Figure[]> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await startOnce(system, join(projectRoot, 'dist', 'lambdas', name, 'index.mjs'), name));
    theirs.push(await startOnce(system, join(defaultDir, name, 'index.mjs'), name));
  }
  return [
    { what: `${name}, import + first call, median`, value: median(ours), unit: 'ms' },
    { what: `${name}, the same, best`, value: Math.min(...ours), unit: 'ms' },
    { what: `${name}, default build, median`, value: median(theirs), unit: 'ms' },
    { what: `${name}, ratio of medians`, value: median(ours) / median(theirs), unit: '×', goal: 0.8 },
  ];
}
