import { join } from 'node:path';
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { makeDynamo, type Dynamo } from '../../lambdas/aws/dynamo.ts';
import { AwsError } from '../../local/aws/aws-error.ts';
import type { Session } from '../../local/aws/caller.ts';
import { openDynamoDb, type DynamoDb } from '../../local/aws/dynamodb/engine.ts';
import { projectRoot } from '../../local/builds/artifacts.ts';
import { readAssembly } from '../../local/templates/assembly.ts';
import { readDeployment } from '../../local/templates/read-deployment.ts';

/** The engine knows no callers; those are the door's to tell apart. */
const nobody: Session = {
  accessKeyId: 'engine',
  secretAccessKey: 'engine',
  sessionToken: '',
  account: '000000000000',
  roleArn: '',
  sessionName: '',
  arn: '',
  userId: '',
  tags: {},
  transitiveTagKeys: [],
  issuedAtMs: 0,
};

/** A refusal of the engine as the class the SDK makes of it. */
function asException(error: unknown): unknown {
  if (!(error instanceof AwsError)) return error;
  const about = { message: error.message, $metadata: {} };
  const { Item, CancellationReasons } = error.members as { Item?: never; CancellationReasons?: never };
  switch (error.code) {
    case 'ConditionalCheckFailedException':
      return new ConditionalCheckFailedException({ ...about, ...(Item === undefined ? {} : { Item }) });
    case 'TransactionCanceledException':
      return new TransactionCanceledException({ ...about, CancellationReasons });
    case 'TransactionConflictException':
      return new TransactionConflictException(about);
    default:
      return error;
  }
}

/**
 * Takes the SDK's commands straight to the engine: what the SDK does to each (its middleware, signing, a socket) costs
 * ten times what the engine does, and a crowd is not about that.
 */
function straightTo(engine: DynamoDb): Pick<DynamoDBClient, 'send'> {
  const send = async (command: {
    readonly input: Readonly<Record<string, unknown>>;
    readonly constructor: { readonly name: string };
  }) => {
    const operation = command.constructor.name.replace(/Command$/u, '');
    const call = { session: nobody, nowMs: Date.now(), requestId: '' };
    try {
      return (await engine.handle(operation, command.input, call)).body;
    } catch (error) {
      throw asException(error);
    }
  };
  return { send } as Pick<DynamoDBClient, 'send'>;
}

/** Tables with the adapters on one side and the engine on the other, in this process. */
export type EngineTables = {
  readonly dynamo: Dynamo;
  readonly book: string;
  readonly gate: string;
  readonly engine: DynamoDb;
  close(): Promise<void>;
};

/** Opens the deployed tables, empty. */
export async function openEngineTables(): Promise<EngineTables> {
  const places = { awsPort: 0, origin: 'http://127.0.0.1' };
  const deployed = readDeployment('dev', readAssembly(join(projectRoot, 'cdk.out')), places);
  const engine = await openDynamoDb(deployed.tables, deployed.account, deployed.region);
  const named = (part: string) =>
    deployed.tables.find(({ name }) => name.toLowerCase().includes(part))?.name ?? '';
  const dynamo = makeDynamo(straightTo(engine));
  return { dynamo, engine, book: named('book'), gate: named('gate'), close: () => engine.close() };
}
