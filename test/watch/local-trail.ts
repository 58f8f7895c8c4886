import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { System } from '../../local/system.ts';
import type { Line } from './second-reader.ts';

/** A record of the local trail and when it came into the log; milliseconds. */
export type Recorded = { readonly atMs: number; readonly line: Line & { readonly eventName: string } };

/** Every record in the trail's log group, read as the archive reads it; `from` leaves the older ones out. */
export async function readTrail({ world, deployment }: System, from = 0): Promise<Recorded[]> {
  const archive = deployment.functions.find(({ name }) => name === 'mogiri-dev-custodian-archive');
  if (archive === undefined) throw new Error('there is no archive');
  const { roleArn, arn: functionArn } = archive;
  const credentials = world.issueCredentials({ roleArn, functionArn, sessionName: 'reader' });
  credentials.setBusy(true);
  const client = new CloudWatchLogsClient({
    endpoint: world.endpoint,
    region: deployment.region,
    credentials,
  });
  const logGroupName = archive.environment['TRAIL_LOG_GROUP'];
  const records: Recorded[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new FilterLogEventsCommand({ logGroupName, nextToken }));
    records.push(
      ...(page.events ?? []).map(({ timestamp = 0, message = '{}' }) => ({
        atMs: timestamp,
        line: JSON.parse(message) as Recorded['line'],
      })),
    );
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return records.slice(from);
}

/** What functions wrote, parsed, by their log groups; lines that are no JSON are left out. */
export function readLogs({ logs }: System) {
  return logs
    .lines()
    .filter(({ line }) => line.startsWith('{'))
    .map(({ at, function: name, line }) => ({
      atMs: Date.parse(at),
      logGroup: `/aws/lambda/${name}`,
      line: JSON.parse(line) as Line,
    }));
}
