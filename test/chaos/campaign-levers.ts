import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LaneOrder } from '../../lambdas/domain/campaign.ts';
import { campaignId } from '../../lambdas/domain/ids.ts';
import type { Sending, Town } from './campaigns.ts';

/** Puts an order for every lane into the queue, each so many times, as the pulse would. */
export async function sendOrders({ system }: Town, sending: Sending, times: number): Promise<void> {
  const { deployment, world, clock } = system;
  const pulse = deployment.functions.find(({ name }) => name.endsWith('-pulse'));
  if (pulse === undefined) throw new Error('there is no pulse');
  const { roleArn, arn: functionArn } = pulse;
  const credentials = world.issueCredentials({ roleArn, functionArn, sessionName: 'orders' });
  const { region } = deployment;
  const client = new SQSClient({
    endpoint: world.endpoint,
    region,
    credentials,
    useQueueUrlAsEndpoint: false,
  });
  const QueueUrl = pulse.environment['LANES_QUEUE_URL'];
  const endsAtMs = clock.now() + 55_000;
  const order = (lane: number): LaneOrder => ({
    campaignId: campaignId(sending.campaignId),
    lane,
    parts: 100,
    partsPerSecond: 50,
    endsAtMs,
  });
  const lanes = [0, 1, 2, 3].flatMap(lane => Array.from({ length: times }, () => order(lane)));
  await Promise.all(
    lanes.map(lane => client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(lane) }))),
  );
  client.destroy();
}

/** Runs something while nobody can write the register: its table refuses every write. */
export async function withRegisterDown({ system }: Town, work: () => Promise<void>): Promise<void> {
  const { world, deployment, clock } = system;
  const table = deployment.tables.find(({ name }) => name.toLowerCase().includes('register'));
  if (table?.resourcePolicy === undefined) throw new Error('the register has no guard');
  const put = (policy: unknown) =>
    world.dynamodb.handle('PutResourcePolicy', { ResourceArn: table.arn, Policy: JSON.stringify(policy) }, {
      nowMs: clock.now(),
      requestId: 'register',
    } as Parameters<typeof world.dynamodb.handle>[2]);
  const closed = { Effect: 'Deny', Principal: '*', Action: 'dynamodb:PutItem', Resource: table.arn };
  const { Statement, ...rest } = table.resourcePolicy;
  await put({ ...rest, Statement: [...[Statement].flat(), closed] });
  try {
    await work();
  } finally {
    await put(table.resourcePolicy);
  }
}
