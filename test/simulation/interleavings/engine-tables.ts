import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { makeDynamo, type Dynamo } from '../../../lambdas/aws/dynamo.ts';
import type { Body } from '../../../local/aws/engine.ts';
import { openDynamoDb, type DynamoDb } from '../../../local/aws/dynamodb/engine.ts';
import { asAwsError } from '../../../local/aws/wire/answer.ts';
import { projectRoot } from '../../../local/builds/artifacts.ts';
import { readAssembly } from '../../../local/templates/assembly.ts';
import { readDeployment } from '../../../local/templates/read-deployment.ts';

const region = 'ap-northeast-1';
const account = '000000000000';

type WireRequest = { readonly headers: Readonly<Record<string, string>>; readonly body?: unknown };

const textOf = (body: unknown) =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);

const session = {
  accessKeyId: 'none',
  secretAccessKey: 'none',
  sessionToken: 'none',
  account,
  roleArn: '',
  sessionName: '',
  arn: '',
  userId: '',
  tags: {},
  transitiveTagKeys: [],
  issuedAtMs: 0,
};

/** Hands the SDK's requests to the engine in this process: thousands of calls a run would take too long over sockets. */
function intoEngine(engine: DynamoDb) {
  let calls = 0;
  const answer = (statusCode: number, body: unknown) => ({
    response: { statusCode, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) },
  });
  return {
    handle: async ({ headers, body }: WireRequest) => {
      const operation = headers['x-amz-target']?.split('.')[1] ?? '';
      const read = JSON.parse(textOf(body)) as Body;
      calls += 1;
      try {
        const call = { session, nowMs: 0, requestId: `r${calls}` };
        return answer(200, (await engine.handle(operation, read, call)).body);
      } catch (error) {
        const { code, message, status, members } = asAwsError(error);
        return answer(status, { __type: code, message, ...members });
      }
    },
  };
}

/** The deployed tables in the local engine, without network or guards. */
export type EngineTables = {
  readonly dynamo: Dynamo;
  readonly gate: string;
  readonly book: string;
  readonly register: string;
  readonly vault: string;
  close(): Promise<void>;
};

/** Opens the tables, empty. */
export async function openEngineTables(): Promise<EngineTables> {
  const places = { awsPort: 0, origin: 'http://127.0.0.1' };
  const { tables } = readDeployment('dev', readAssembly(join(projectRoot, 'cdk.out')), places);
  const engine = await openDynamoDb(tables, account, region);
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const client = new DynamoDBClient({ region, credentials, requestHandler: intoEngine(engine) });
  const named = (part: string) => tables.find(({ name }) => name.toLowerCase().includes(part))?.name ?? '';
  return {
    dynamo: makeDynamo(client),
    gate: named('gate'),
    book: named('book'),
    register: named('register'),
    vault: named('vault'),
    close: () => engine.close(),
  };
}
