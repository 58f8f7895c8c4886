import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { makeAudience } from '../../lambdas/aws/dynamo-audience.ts';
import { makeCampaignBook, makeCouponBook } from '../../lambdas/aws/dynamo-catalogue.ts';
import { makeDeliveryBook } from '../../lambdas/aws/dynamo-delivery-book.ts';
import { makePulseBook } from '../../lambdas/aws/dynamo-pulse-book.ts';
import { makeRegistrar } from '../../lambdas/aws/dynamo-register.ts';
import { makeConsentBook } from '../../lambdas/aws/dynamo-shopper-book.ts';
import { makeVoucherBook } from '../../lambdas/aws/dynamo-voucher-book.ts';
import { makeDynamo, type Dynamo } from '../../lambdas/aws/dynamo.ts';
import { startAws, type AwsDeployment } from '../../local/aws/world.ts';
import { projectRoot } from '../../local/builds/artifacts.ts';
import { makeClock } from '../../local/clock.ts';
import { readAssembly } from '../../local/templates/assembly.ts';
import { readDeployment } from '../../local/templates/read-deployment.ts';
import { makeMemoryStore } from '../fakes/memory-store.ts';
import { plainWire } from '../fakes/wire.ts';
import { openBooks, type Books } from '../simulation/books.ts';

/** The books of the send path, by whoever keeps them, and how to put them away. */
export type OpenedBooks = { readonly books: Books; close(): Promise<void> };

/** The fakes of the simulation, over empty tables. */
export async function openMemoryBooks(): Promise<OpenedBooks> {
  return { books: openBooks(makeMemoryStore(), plainWire), close: async () => undefined };
}

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

/** The deployed tables over the local AWS. */
export type OpenedTables = {
  readonly dynamo: Dynamo;
  readonly names: { readonly book: string; readonly gate: string; readonly register: string };
  close(): Promise<void>;
};

/** Starts a local AWS with empty tables. */
export async function openAwsTables(): Promise<OpenedTables> {
  const world = await startAws({ port: 0, clock: makeClock(), deployment: openTables });
  const credentials = world.issueCredentials({ roleArn, sessionName: 'contracts' });
  const client = new DynamoDBClient({ endpoint: world.endpoint, region, credentials });
  const named = (part: string) =>
    openTables(world.port).tables.find(({ name }) => name.toLowerCase().includes(part))?.name ?? '';
  return {
    dynamo: makeDynamo(client),
    names: { book: named('book'), gate: named('gate'), register: named('register') },
    close: async () => {
      client.destroy();
      await world.close();
    },
  };
}

/** The real adapters over the local AWS. */
export async function openDynamoBooks(): Promise<OpenedBooks> {
  const { dynamo, names, close } = await openAwsTables();
  const { book, gate, register } = names;
  return {
    books: {
      campaigns: makeCampaignBook(dynamo, { book, gate }),
      coupons: makeCouponBook(dynamo, { book, gate }),
      deliveries: makeDeliveryBook(dynamo, book),
      pulse: makePulseBook(dynamo, book),
      registrar: makeRegistrar(dynamo, register),
      audience: makeAudience(dynamo, book),
      codes: makeVoucherBook(dynamo, book),
      consents: makeConsentBook(dynamo, { book, register }),
    },
    close,
  };
}
