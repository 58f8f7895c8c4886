import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Answer, Body } from '../engine.ts';
import { textAt } from '../fields.ts';
import { repeatedAnswer } from './transact-write.ts';

const tokenLifeMs = 10 * 60 * 1000;

type Remembered = { readonly hash: string; readonly expiresAtMs: number; answer?: Answer };

/** Makes repeated TransactWriteItems idempotent by ClientRequestToken, for 10 minutes on the local clock. */
export type Tokens = { once(body: Body, nowMs: number, run: () => Promise<Answer>): Promise<Answer> };

/** No tokens yet. A token of a failed transaction is free again, as in DynamoDB. */
export function makeTokens(): Tokens {
  const remembered = new Map<string, Remembered>();
  return {
    once: async (body, nowMs, run) => {
      const token = textAt(body, 'ClientRequestToken');
      if (token === undefined) return run();
      forget(remembered, nowMs);
      const known = remembered.get(token);
      if (known !== undefined) return repeat(known, body);
      const entry: Remembered = { hash: hashOf(body), expiresAtMs: nowMs + tokenLifeMs };
      remembered.set(token, entry);
      try {
        entry.answer = await run();
        return entry.answer;
      } catch (error) {
        remembered.delete(token);
        throw error;
      }
    },
  };
}

function repeat(known: Remembered, body: Body): Answer {
  if (known.hash !== hashOf(body)) {
    throw new AwsError('IdempotentParameterMismatchException', 'The token was used with other parameters');
  }
  if (known.answer === undefined) {
    throw new AwsError(
      'TransactionInProgressException',
      'The transaction with the given token is in progress',
    );
  }
  return repeatedAnswer(known.answer, body['ReturnConsumedCapacity']);
}

function hashOf(body: Body): string {
  return createHash('sha256').update(JSON.stringify(body['TransactItems'])).digest('hex');
}

function forget(remembered: Map<string, Remembered>, nowMs: number): void {
  for (const [token, entry] of remembered) {
    if (entry.expiresAtMs > nowMs) return;
    if (entry.answer !== undefined) remembered.delete(token);
  }
}
