import { AwsError } from '../aws-error.ts';
import { wordOf } from '../fields.ts';
import { refusalBody, type Item } from './dynalite.ts';

/** Turns a refusal of dynalite into ours; passes anything else on, since that is a defect. */
export function asRefusal(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const body = refusalBody(error);
  if (body === undefined) throw error;
  const type = wordOf(body['__type']);
  return new AwsError(type.slice(type.indexOf('#') + 1), wordOf(body['message'] ?? body['Message']));
}

/** A ValidationException with DynamoDB's words. */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** What an item-level write is told while a transaction holds the item. */
export function transactionConflict(): AwsError {
  return new AwsError('TransactionConflictException', 'Transaction is ongoing for the item');
}

/** Why one item of a transaction stopped it; Code `None` for the others, in request order. */
export type CancellationReason = { readonly Code: string; readonly Message?: string; readonly Item?: Item };

/** The reason of an item in another ongoing transaction. */
export const conflictReason: CancellationReason = {
  Code: 'TransactionConflict',
  Message: 'Transaction is ongoing for the item',
};

/** The reason of an item that did not stop the transaction. */
export const noReason: CancellationReason = { Code: 'None' };

/** TransactionCanceledException with its reasons. */
export function cancelled(reasons: readonly CancellationReason[]): AwsError {
  const codes = reasons.map(reason => reason.Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}
