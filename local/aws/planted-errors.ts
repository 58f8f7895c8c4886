import { AwsError } from './aws-error.ts';
import type { FaultKind } from './faults.ts';
import { objectsAt } from './fields.ts';
import { cancelled, conflictReason, noReason, transactionConflict } from './dynamodb/refusals.ts';
import type { WireCall } from './wire/request.ts';

const throttling: Readonly<Record<string, string>> = {
  sns: 'Throttling',
  sts: 'Throttling',
  iam: 'Throttling',
  sqs: 'RequestThrottled',
  s3: 'SlowDown',
};

const failures: Readonly<Record<string, string>> = {
  dynamodb: 'InternalServerError',
  kms: 'KMSInternalException',
  secretsmanager: 'InternalServiceError',
  sns: 'InternalError',
  s3: 'InternalError',
};

/** How a service words a planted fault: throttled, failed inside (500), or in conflict with another transaction. */
export function plantedError(kind: Exclude<FaultKind, 'hang' | 'lost-reply'>, call: WireCall): AwsError {
  if (kind === 'throttle') {
    const status = call.service === 's3' ? 503 : 400;
    return new AwsError(throttling[call.service] ?? 'ThrottlingException', 'Rate exceeded', status);
  }
  if (kind === 'error') {
    return new AwsError(failures[call.service] ?? 'InternalFailure', 'The service failed', 500);
  }
  if (call.service === 's3') {
    return new AwsError('OperationAborted', 'A conflicting conditional operation is in progress', 409);
  }
  if (!call.operation.startsWith('Transact')) return transactionConflict();
  const items = objectsAt(call.body, 'TransactItems');
  return cancelled(items.map((_, place) => (place === 0 ? conflictReason : noReason)));
}
