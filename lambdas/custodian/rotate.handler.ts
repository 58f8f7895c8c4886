import { randomBytes, randomUUID } from 'node:crypto';
import { ulid } from 'ulid';
import { makeRotationBook } from '../aws/dynamo-rotation-book.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { makeCustodianGate } from '../aws/iam-custodian-gate.ts';
import { makeLoginProbe } from '../aws/kms-login-probe.ts';
import { makeLoginSecret } from '../aws/login-secret.ts';
import { callersOf } from '../domain/custodian-trust.ts';
import { rotationId } from '../domain/ids.ts';
import { journal } from '../journal.ts';
import { readSettings } from '../settings.ts';
import { makeKeepLogin } from './keep-login.ts';
import { readRotationCall } from './rotation-call.ts';

const settings = readSettings('custodian-rotate');
const dynamo = makeDynamo();
const { BOOK_TABLE: book, REGISTER_TABLE: register, CUSTODIAN_ROLE_ARN: roleArn } = settings;
const keep = makeKeepLogin({
  book: makeRotationBook(dynamo, { book, register }),
  secret: makeLoginSecret(settings.LOGIN_SECRET_ARN),
  gate: makeCustodianGate(roleArn),
  probe: makeLoginProbe({ roleArn, keyArn: settings.NUMBER_KEY_ARN, dynamo, book }),
  callers: callersOf(roleArn),
  everyDays: Number(settings.ROTATE_EVERY_DAYS),
  newVersionId: randomUUID,
  newRotationId: nowMs => rotationId(`rot_${ulid(nowMs)}`),
  dice: randomBytes,
  now: Date.now,
  wait: ms => new Promise(resolve => setTimeout(resolve, ms)),
  journal,
});

/** Keeps the custodian's login: once a minute, and whenever Secrets Manager rotates it. */
export const handler = (event: unknown) => keep(readRotationCall(event));
