import { join } from 'node:path';
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { speakOver, type Dynamo } from '../../lambdas/aws/dynamo.ts';
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

type Fields = Readonly<Record<string, unknown>>;

const options = { removeUndefinedValues: true };
const written = (fields: unknown) => marshall(fields as Fields, options);
const marshalled = new Set(['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey']);

/** What a document command asks, as it goes over the wire. */
function onTheWire(input: Fields): Fields {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (name === 'TransactItems')
        return [
          name,
          (value as Record<string, Fields>[]).map(part =>
            Object.fromEntries(Object.entries(part).map(([kind, write]) => [kind, onTheWire(write)])),
          ),
        ];
      return [name, marshalled.has(name) ? written(value) : value];
    }),
  );
}

const read = (item: unknown) => (item === undefined ? undefined : unmarshall(item as never));

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
function straightTo(engine: DynamoDb): Pick<DynamoDBDocumentClient, 'send'> {
  const send = async (command: {
    readonly input: Fields;
    readonly constructor: { readonly name: string };
  }) => {
    const named = command.constructor.name.replace(/Command$/u, '');
    const operation =
      { Get: 'GetItem', Update: 'UpdateItem', Put: 'PutItem', TransactWrite: 'TransactWriteItems' }[named] ??
      named;
    const call = { session: nobody, nowMs: Date.now(), requestId: '' };
    try {
      const { body } = await engine.handle(operation, onTheWire(command.input), call);
      const items = body['Items'] as unknown[] | undefined;
      return {
        ...body,
        Item: read(body['Item']),
        Attributes: read(body['Attributes']),
        Items: items?.map(read),
      };
    } catch (error) {
      throw asException(error);
    }
  };
  return { send } as Pick<DynamoDBDocumentClient, 'send'>;
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
  const dynamo = speakOver(straightTo(engine));
  return { dynamo, engine, book: named('book'), gate: named('gate'), close: () => engine.close() };
}
