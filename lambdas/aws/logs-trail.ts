import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod/mini';
import type { OpenedNumbers, Opening } from '../domain/reconciliation.ts';
import { awsTimeouts } from './dynamo.ts';
import { readingPattern } from './reading-pattern.ts';

/** The trail's log group, and what marks an opening in it. */
export type TrailPlace = {
  readonly logGroup: string;
  readonly numberKeyArn: string;
  readonly custodianArn: string;
};

const record = z.object({
  eventTime: z.string(),
  userIdentity: z.object({ arn: z.string() }),
  requestParameters: z.object({ encryptionContext: z.object({ shopper: z.string() }) }),
});

function readOpening(message: string): Opening {
  const { eventTime, userIdentity, requestParameters } = record.parse(JSON.parse(message));
  const session = userIdentity.arn.slice(userIdentity.arn.lastIndexOf('/') + 1);
  return { atMs: Date.parse(eventTime), session, shopper: requestParameters.encryptionContext.shopper };
}

/**
 * Reads numbers opened by the custodian from CloudTrail's log group. The time of a log event is when CloudTrail handed
 * it over; when the call was made stands inside. A page may be empty and not the last.
 */
export function makeOpenedNumbers(
  { logGroup, numberKeyArn, custodianArn }: TrailPlace,
  client = new CloudWatchLogsClient({ requestHandler: awsTimeouts }),
): OpenedNumbers {
  const filterPattern = readingPattern(numberKeyArn, custodianArn);
  return {
    loggedIn: async function* loggedIn(fromMs, toMs) {
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new FilterLogEventsCommand({
            logGroupName: logGroup,
            filterPattern,
            startTime: fromMs,
            endTime: toMs - 1,
            nextToken,
          }),
        );
        yield (page.events ?? []).flatMap(({ message }) =>
          message === undefined ? [] : [readOpening(message)],
        );
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
    },
  };
}
