import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoConfig, makeDynamo, type Dynamo } from '../../lambdas/aws/dynamo.ts';
import { startAws, type AwsDeployment } from '../../local/aws/world.ts';
import { projectRoot } from '../../local/builds/artifacts.ts';
import { makeClock } from '../../local/clock.ts';
import { readAssembly } from '../../local/templates/assembly.ts';
import { readDeployment } from '../../local/templates/read-deployment.ts';

const region = 'ap-northeast-1';
const roleArn = 'arn:aws:iam::000000000000:role/contracts';

const unguarded = ({ arn, name, definition, ttlAttribute }: AwsDeployment['tables'][number]) => ({
  arn,
  name,
  definition,
  ...(ttlAttribute === undefined ? {} : { ttlAttribute }),
});

/** The deployed tables without their guards, and one role that may do everything: contracts are about behaviour. */
function openTables(awsPort: number): AwsDeployment {
  const origin = 'http://127.0.0.1';
  const deployed = readDeployment('dev', readAssembly(join(projectRoot, 'cdk.out')), { awsPort, origin });
  const trust = { Version: '2012-10-17', Statement: [] };
  const all = { Effect: 'Allow' as const, Action: '*', Resource: '*' };
  const policies = [{ name: 'all', document: { Version: '2012-10-17', Statement: [all] } }];
  return {
    ...deployed,
    tables: deployed.tables.map(unguarded),
    roles: [{ arn: roleArn, name: 'contracts', trust, policies, maxSessionSeconds: 3600 }],
  };
}

/** The deployed tables in a local AWS of their own, and how to put them away. */
export type OpenedTables = {
  readonly dynamo: Dynamo;
  readonly book: string;
  readonly gate: string;
  readonly register: string;
  readonly vault: string;
  close(): Promise<void>;
};

/** Opens the tables, empty and unguarded. */
export async function openUnguardedTables(): Promise<OpenedTables> {
  const world = await startAws({ port: 0, clock: makeClock(), deployment: openTables });
  const credentials = world.issueCredentials({ roleArn, sessionName: 'contracts' });
  const client = new DynamoDBClient({ ...dynamoConfig, endpoint: world.endpoint, region, credentials });
  const named = (part: string) =>
    openTables(world.port).tables.find(({ name }) => name.toLowerCase().includes(part))?.name ?? '';
  return {
    dynamo: makeDynamo(client),
    book: named('book'),
    gate: named('gate'),
    register: named('register'),
    vault: named('vault'),
    close: async () => {
      client.destroy();
      await world.close();
    },
  };
}
