import { join } from 'node:path';
import { type AwsWorld, startAws } from './aws/world.ts';
import { projectRoot } from './builds/artifacts.ts';
import { type Clock, makeClock } from './clock.ts';
import { makeControls, pagesConfig } from './controls/controls.ts';
import type { Deployment } from './deployment.ts';
import { type Functions, makeFunctions } from './environments/functions.ts';
import { type LogRing, makeLogRing } from './environments/log-ring.ts';
import { copyBundles } from './environments/own-copy.ts';
import { openEventSources } from './events/event-sources.ts';
import { type PulseReport, runPulse } from './events/pulse.ts';
import { makeScheduler } from './events/scheduler.ts';
import { makeSecretRotations } from './events/secret-rotations.ts';
import { makeGateway } from './gateway/gateway.ts';
import type { Outgoing } from './gateway/exchange.ts';
import { type Answer, listen, type LocalServer } from './gateway/server.ts';
import { makeTokenIssuer, type TokenIssuer } from './gateway/token-issuer.ts';
import { type Demo, seedDemo } from './seed.ts';
import { keepSnapshots, loadSnapshot } from './snapshots.ts';
import { readAssembly } from './templates/assembly.ts';
import { readDeployment } from './templates/read-deployment.ts';

/** What a local system is started with. Ports: 0 takes a free one. `dataDir` keeps the data over a restart. */
export type SystemRequest = {
  readonly cloudAssembly: string;
  readonly stage?: string;
  readonly port?: number;
  readonly awsPort?: number;
  readonly pulse?: 'auto' | 'manual';
  readonly seed?: boolean;
  readonly dataDir?: string;
  readonly pagesDir?: string;
};

/** A running local system: the deployed one in this process. */
export type System = {
  /** `http://127.0.0.1:<port>`: pages, API and `/local/`. */
  readonly origin: string;
  readonly awsEndpoint: string;
  readonly world: AwsWorld;
  readonly deployment: Deployment;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly logs: LogRing;
  readonly issuer: TokenIssuer | undefined;
  readonly demo: Demo | undefined;
  /** Runs one pulse and all that follows from it (DESIGN §7). */
  pulse(): Promise<PulseReport>;
  close(): Promise<void>;
};

/** What has been opened, to be closed last first. */
type Opened = (() => unknown)[];

/** Starts what the synthesized templates say: the AWS, the functions, the edge, the events and the controls. */
export async function startSystem(request: SystemRequest): Promise<System> {
  // Lambda runs in UTC; worker threads share this process's zone.
  process.env['TZ'] = 'UTC';
  const opened: Opened = [];
  try {
    return await open(request, opened);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

async function open(request: SystemRequest, opened: Opened): Promise<System> {
  const clock = makeClock();
  const server = await listen(request.port ?? 0, clock.now);
  opened.push(server.close);
  const origin = `http://127.0.0.1:${server.port}`;
  const { world, deployment } = await openWorld(request, clock, origin, opened);
  const logs = makeLogRing();
  const code = await copyBundles(deployment.functions);
  opened.push(code.remove);
  const functions = makeFunctions(code.functions, {
    clock,
    logs,
    region: deployment.region,
    awsEndpoint: world.endpoint,
    issueKeys: lambda => issueKeys(world, lambda),
  });
  opened.push(functions.close);
  const issuer = deployment.signIn && (await makeTokenIssuer(deployment.signIn, clock));
  const machine = { world, deployment, clock, functions, logs, issuer };
  const pulse = openEvents(machine, request, opened);
  serve(server, machine, request, pulse);
  const demo = request.seed === true ? await seedDemo(origin) : undefined;
  return { ...machine, origin, awsEndpoint: world.endpoint, demo, pulse, close: () => closeAll(opened) };
}

type Machine = Pick<System, 'world' | 'deployment' | 'clock' | 'functions' | 'logs' | 'issuer'>;

async function openWorld(
  request: SystemRequest,
  clock: Clock,
  origin: string,
  opened: Opened,
): Promise<Pick<System, 'world' | 'deployment'>> {
  const stacks = readAssembly(request.cloudAssembly);
  const read = (awsPort: number): Deployment =>
    readDeployment(request.stage ?? 'dev', stacks, { awsPort, origin });
  const world = await startAws({ port: request.awsPort ?? 0, clock, deployment: read });
  opened.push(world.close);
  await loadSnapshot(request.dataDir, world, clock);
  opened.push(keepSnapshots(request.dataDir, world, clock).stop);
  return { world, deployment: read(world.port) };
}

function issueKeys(world: AwsWorld, lambda: Deployment['functions'][number]) {
  const { roleArn, arn: functionArn, name: sessionName } = lambda;
  const keys = world.issueCredentials({ roleArn, functionArn, sessionName });
  return { ...keys, revoke: () => world.revoke(keys.accessKeyId) };
}

const sweepEveryMs = 60_000;

function openEvents(machine: Machine, request: SystemRequest, opened: Opened): System['pulse'] {
  const { deployment, world, functions, clock } = machine;
  const rotations = makeSecretRotations(world.rotations, functions, clock);
  const scheduler = makeScheduler(deployment, functions, clock, rotations);
  const { pollers, stop } = openEventSources(deployment, world, functions);
  const sweeper = setInterval(() => void world.sweepTtl(), sweepEveryMs);
  opened.push(stop, scheduler.stop, () => clearInterval(sweeper));
  if (request.pulse === 'auto') {
    scheduler.start();
  }
  return () => runPulse({ scheduler, pollers, functions, rotations });
}

function serve(server: LocalServer, machine: Machine, request: SystemRequest, pulse: System['pulse']): void {
  const { world, logs, issuer } = machine;
  const controls = makeControls({
    ...machine,
    ...world,
    stage: machine.deployment.stage,
    sweep: async () => void (await world.sweepTtl()),
    dump: async () =>
      `${await world.dump()}\n${logs
        .lines()
        .map(line => JSON.stringify(line))
        .join('\n')}\n`,
    pulse,
  });
  const pagesDir = request.pagesDir ?? join(projectRoot, 'dist', 'web');
  const gateway = makeGateway({ ...machine, pagesDir });
  const answer: Answer = incoming => {
    if (incoming.path.startsWith('/local/')) {
      return controls(incoming);
    }
    return incoming.path === '/config.json' ? Promise.resolve(pagesConfig(issuer)) : gateway(incoming);
  };
  server.serve(async incoming => dated(await answer(incoming), machine.clock));
}

/** The pages count down by the Date header, so it tells the same time as everything else. */
function dated(answer: Outgoing, clock: Clock): Outgoing {
  return { ...answer, headers: { date: new Date(clock.now()).toUTCString(), ...answer.headers } };
}

async function closeAll(opened: Opened): Promise<void> {
  for (const close of opened.splice(0).toReversed()) {
    await close();
  }
}
