import { is, records } from '../filter-pattern.ts';
import { calls, named, notByDeploy, ringing } from './ground.ts';
import type { BoundaryEvent, BoundaryGround } from './ground.ts';

/** Names carry the version of Lambda's API at their end, as in `UpdateFunctionCode20150331v2`. */
const functionEdits = [
  'UpdateFunction*',
  'CreateFunction*',
  'DeleteFunction*',
  'AddPermission*',
  'RemovePermission*',
  'PutFunction*',
  'CreateEventSourceMapping*',
];

/**
 * The functions of the custodian's room: code, configuration, who may call them; and one of their roles lent to another
 * function. Whoever rewrites one of them is the custodian at its next call.
 */
export function callerEvents({ names }: BoundaryGround): readonly BoundaryEvent[] {
  const rewritten = named(
    'functionName',
    `*${names.stack('custodian-*')}`,
    `:function:${names.stack('custodian-')}`,
  );
  const lent = is('$.requestParameters.role', `*:role/${names.stack('custodian*')}`);
  return [
    ringing('CallerRewritten', records(calls('lambda', ...functionEdits), rewritten, notByDeploy)),
    ringing('CallerLent', records(is('$.eventSource', 'lambda.amazonaws.com'), lent, notByDeploy)),
  ];
}
