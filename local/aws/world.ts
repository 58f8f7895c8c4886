import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Deployment } from '../deployment.ts';
import { makeAuthorizer } from './authorize/authorizer.ts';
import { makeCallerRegistry, type CallerRegistry } from './caller.ts';
import { makeCarrier, type Carrier } from './carrier.ts';
import type { Directory } from './cognito/directory.ts';
import { dumpWorld } from './dump.ts';
import { openEngines, type Engines } from './engines.ts';
import { makeFaults, type Faults } from './faults.ts';
import { answerCalls } from './front.ts';
import { makeGatekeeper } from './gatekeeper.ts';
import { policiesOf, servicesOf } from './services.ts';
import { restoreWorld, snapshotWorld } from './snapshot.ts';
import type { RotationBook } from './secrets/engine.ts';
import type { Queues } from './sqs/queues.ts';
import { makeTrail, type Trail } from './trail.ts';

/** Keys for one environment; `setBusy(false)` between invocations, so that calls then are marked in the trail. */
export type IssuedCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  setBusy(busy: boolean): void;
};

/** For whom keys are issued. Without `functionArn` they are no function's (Lambda's own queue polls, an operator). */
export type CredentialsRequest = {
  readonly roleArn: string;
  readonly functionArn?: string;
  readonly sessionName: string;
};

/** A running local AWS. */
export type AwsWorld = {
  readonly port: number;
  /** `http://127.0.0.1:<port>`, the value of AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  issueCredentials(request: CredentialsRequest): IssuedCredentials;
  revoke(accessKeyId: string): void;
  readonly trail: Trail;
  readonly faults: Faults;
  readonly carrier: Carrier;
  readonly queues: Queues;
  /** Secret values for what CloudFormation or CloudFront would read (the edge header); by ARN or name. */
  readonly secrets: { value(id: string): string };
  /** What Secrets Manager is to invoke rotation functions for. */
  readonly rotations: RotationBook;
  /** The people who may sign in. */
  readonly directory: Directory;
  /** The DynamoDB engine without the door, for seeding and looking in tests and tools. */
  readonly dynamodb: Engines['dynamodb'];
  /** Tables, bucket objects, queues and secret names as text (DESIGN §7, `GET /local/dump`). */
  dump(): Promise<string>;
  /** Lets TTL take effect at the clock's time; answers how many items went. */
  sweepTtl(): Promise<number>;
  /** Everything worth keeping over a restart, as JSON text. */
  snapshot(): Promise<string>;
  restore(json: string): Promise<void>;
  close(): Promise<void>;
};

/** The part of a deployment that AWS holds; a whole Deployment is one. */
export type AwsDeployment = Pick<
  Deployment,
  'account' | 'region' | 'tables' | 'buckets' | 'keys' | 'queues' | 'secrets' | 'roles' | 'eventSources'
> &
  Partial<Pick<Deployment, 'rotations' | 'signIn' | 'trailLogGroup'>>;

/** `port` 0 takes a free one; a deployment that names the port in queue URLs may be given as a function of it. */
export type AwsOptions = {
  readonly port: number;
  readonly clock: Clock;
  readonly deployment: AwsDeployment | ((port: number) => AwsDeployment | Promise<AwsDeployment>);
  /** Hears of defects of the local AWS, never of refusals. Default: standard error. */
  readonly log?: (text: string) => void;
};

/** Starts the local AWS on 127.0.0.1: what the deployment says exists, empty, with its policies in force. */
export async function startAws(options: AwsOptions): Promise<AwsWorld> {
  const server = createServer();
  const port = await listen(server, options.port);
  const given = options.deployment;
  const deployment = typeof given === 'function' ? await given(port) : given;
  const callers = makeCallerRegistry();
  const carrier = makeCarrier();
  const faults = makeFaults();
  const trail = makeTrail();
  const endpoint = `http://127.0.0.1:${port}`;
  const engines = await openEngines({ deployment, clock: options.clock, callers, carrier, origin: endpoint });
  const authorize = makeAuthorizer(policiesOf(engines), deployment.account, deployment.region);
  const front = answerCalls({
    clock: options.clock,
    callers,
    faults,
    services: servicesOf(engines, deployment, authorize),
    gatekeeper: makeGatekeeper(authorize, callers, trail, engines.events),
    log: options.log ?? (text => console.error(text)),
  });
  server.on('request', front);
  const shown = { port, endpoint, trail, faults, carrier };
  return {
    ...shown,
    ...handlesOf(engines, callers, options.clock, deployment),
    close: () => close(server, engines),
  };
}

function handlesOf(engines: Engines, callers: CallerRegistry, clock: Clock, deployment: AwsDeployment) {
  return {
    issueCredentials: (request: CredentialsRequest) => issueCredentials(callers, request, clock.now()),
    revoke: (accessKeyId: string) => callers.revoke(accessKeyId),
    queues: engines.queues,
    secrets: { value: (id: string) => engines.secrets.value(id) },
    rotations: engines.secrets.rotations,
    directory: engines.directory,
    dynamodb: engines.dynamodb,
    dump: () => dumpWorld(deployment.tables, engines),
    sweepTtl: () => engines.dynamodb.sweep(clock.now()),
    snapshot: () => snapshotWorld(engines),
    restore: (json: string) => restoreWorld(engines, json),
  };
}

function issueCredentials(
  callers: CallerRegistry,
  request: CredentialsRequest,
  nowMs: number,
): IssuedCredentials {
  const { accessKeyId, secretAccessKey, sessionToken } = callers.issue(request, nowMs);
  const setBusy = (busy: boolean): void => callers.setBusy(accessKeyId, busy);
  return { accessKeyId, secretAccessKey, sessionToken, setBusy };
}

async function listen(server: Server, port: number): Promise<number> {
  // Longer than any client keeps an idle connection, so that none is closed under a request.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function close(server: Server, engines: Engines): Promise<void> {
  engines.queues.arrivals.close();
  server.closeAllConnections();
  await new Promise<void>(resolve => {
    server.close(() => resolve());
  });
  await engines.dynamodb.close();
}
