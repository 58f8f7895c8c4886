import type { AwsWorld } from '../aws/world.ts';
import type { Deployment, EventSourceResource } from '../deployment.ts';
import type { Functions } from '../environments/functions.ts';
import { pollQueue, type QueuePoller } from './queue-poller.ts';
import { openQueue } from './sqs-queue.ts';

/** The running event sources of a deployment. */
export type EventSources = { readonly pollers: readonly QueuePoller[]; stop(): void };

/** Polls every queue that feeds a function, with the function's role, as Lambda does. */
export function openEventSources(
  deployment: Deployment,
  world: AwsWorld,
  functions: Functions,
): EventSources {
  const sources = deployment.eventSources.map(mapping => {
    const queue = openQueue({
      queueUrl: world.queues.find(mapping.queueArn).url,
      region: deployment.region,
      endpoint: world.endpoint,
      credentials: credentialsFor(mapping, deployment, world),
      visible: () => world.queues.counts(mapping.queueArn).visible,
    });
    return { queue, poller: pollQueue(mapping, { queue, functions, region: deployment.region }) };
  });
  return {
    pollers: sources.map(({ poller }) => poller),
    stop: () =>
      sources.forEach(({ poller, queue }) => {
        poller.stop();
        queue.close();
      }),
  };
}

/** The poller's session belongs to no function: `lambda:SourceFunctionArn` is absent on Lambda's own polls. */
function credentialsFor(
  mapping: EventSourceResource,
  deployment: Deployment,
  world: AwsWorld,
): ReturnType<AwsWorld['issueCredentials']> {
  const lambda = deployment.functions.find(candidate => candidate.arn === mapping.functionArn);
  return world.issueCredentials({ roleArn: lambda?.roleArn ?? '', sessionName: 'event-source-poller' });
}
