import type { TrailLogGroupResource } from '../../deployment.ts';
import { AwsError } from '../aws-error.ts';
import type { Body, Engine } from '../engine.ts';
import { numberAt, textAt } from '../fields.ts';
import { recordOf } from './cloudtrail-record.ts';
import type { EventLog } from './event-log.ts';
import { type FilterPattern, readFilterPattern } from './filter-pattern.ts';
import { FilterPatternProblem } from './filter-syntax.ts';
import type { ManagementEvent } from './management-event.ts';

const mostPerPage = 10_000;
const mostCharactersPerPage = 1024 * 1024;
/** How many events one call looks through: the next page goes on, and a page may be empty, as in AWS. */
const mostLookedAt = 20_000;

/**
 * CloudWatch Logs over the one log group that matters here, the trail's: FilterLogEvents answers CloudTrail records.
 * In an account they come some minutes late; here they are there as soon as the call has ended.
 */
export function makeLogs(
  events: EventLog,
  logGroup: TrailLogGroupResource | undefined,
  region: string,
): Engine {
  return {
    handle: async (operation, body) => {
      if (operation !== 'FilterLogEvents') {
        throw new AwsError('UnknownOperationException', 'Not an operation of the local CloudWatch Logs');
      }
      refuseOtherGroup(logGroupNamed(body), logGroup);
      return { body: filter(events, readRequest(body, events), region) };
    },
    snapshot: async () => events.all(),
    restore: async state => events.replace(state as readonly ManagementEvent[]),
  };
}

/** The log group a request names, whole: `logGroupName`, or `logGroupIdentifier`, which may be an ARN. */
export function logGroupNamed(body: Body): string {
  const name = textAt(body, 'logGroupName');
  const identifier = textAt(body, 'logGroupIdentifier');
  if ((name === undefined) === (identifier === undefined)) {
    throw invalid('Either logGroupName or logGroupIdentifier must be given');
  }
  return name ?? identifier?.split(':log-group:').at(-1)?.replace(/:\*$/, '') ?? '';
}

type Request = {
  readonly from: number;
  readonly limit: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly matches: FilterPattern;
};

function readRequest(body: Body, events: EventLog): Request {
  const limit = numberAt(body, 'limit') ?? mostPerPage;
  if (limit < 1 || limit > mostPerPage) throw invalid('limit must be between 1 and 10000');
  if (body['logStreamNames'] !== undefined || body['logStreamNamePrefix'] !== undefined) {
    throw invalid('Log streams are not told apart by the local CloudWatch Logs');
  }
  const token = textAt(body, 'nextToken');
  if (token !== undefined && !/^\d+$/.test(token)) throw invalid('The specified nextToken is invalid.');
  return {
    from: Math.max(Number(token ?? 0), events.bounds().first),
    limit,
    startMs: numberAt(body, 'startTime') ?? 0,
    endMs: numberAt(body, 'endTime') ?? Number.MAX_SAFE_INTEGER,
    matches: patternOf(textAt(body, 'filterPattern') ?? ''),
  };
}

function patternOf(text: string): FilterPattern {
  if (text.trim() === '') return () => true;
  try {
    return readFilterPattern(text);
  } catch (error) {
    if (error instanceof FilterPatternProblem) throw invalid(`Invalid filter pattern: ${error.message}`);
    throw error;
  }
}

function filter(events: EventLog, request: Request, region: string): Body {
  const found: Body[] = [];
  const { end } = events.bounds();
  let characters = 0;
  let lookedAt = 0;
  let place = request.from;
  const full = (): boolean =>
    found.length >= request.limit || characters >= mostCharactersPerPage || lookedAt >= mostLookedAt;
  for (; place < end && !full(); place++) {
    const event = events.at(place);
    if (event === undefined || event.atMs < request.startMs || event.atMs > request.endMs) continue;
    lookedAt += 1;
    const record = recordOf(event, region);
    if (!request.matches(record)) continue;
    const message = JSON.stringify(record);
    characters += message.length;
    found.push(logEventOf(event, message, place, region));
  }
  return {
    events: found,
    searchedLogStreams: [],
    ...(place < end ? { nextToken: String(place) } : {}),
  };
}

function logEventOf(event: ManagementEvent, message: string, place: number, region: string): Body {
  return {
    logStreamName: `${event.caller.account}_CloudTrail_${region}`,
    timestamp: event.atMs,
    ingestionTime: event.atMs,
    eventId: String(place).padStart(56, '0'),
    message,
  };
}

function refuseOtherGroup(name: string, logGroup: TrailLogGroupResource | undefined): void {
  if (logGroup?.name !== name) {
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
