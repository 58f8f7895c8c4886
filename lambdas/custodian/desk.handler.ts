import { ulid } from 'ulid';
import { makeRegisterReader, makeRegistrar } from '../aws/dynamo-register.ts';
import { makeRotationBook } from '../aws/dynamo-rotation-book.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { makeOpenerFor } from '../aws/kms-number-opener.ts';
import { makeEdgeSecret, makeLoginReader } from '../aws/secrets.ts';
import { rotationId } from '../domain/ids.ts';
import { makeDoor } from '../door.ts';
import { journal } from '../journal.ts';
import { readSettings } from '../settings.ts';
import { makeAskRotation } from './ask-rotation.ts';
import { makeDeskVerbs } from './desk.verbs.ts';
import { deskWire } from './desk.wire.ts';
import { makeReadNumber } from './read-number.ts';

const settings = readSettings('custodian-desk');
const edge = makeEdgeSecret(settings.EDGE_SECRET_ARN);
const dynamo = makeDynamo();
const registers = makeRegisterReader(dynamo, settings.REGISTER_TABLE);
const openerFor = makeOpenerFor({
  roleArn: settings.CUSTODIAN_ROLE_ARN,
  keyArn: settings.NUMBER_KEY_ARN,
  vault: settings.VAULT_TABLE,
  readLogin: makeLoginReader(settings.LOGIN_SECRET_ARN),
  now: Date.now,
});
const read = makeReadNumber({
  registrar: makeRegistrar(dynamo, settings.REGISTER_TABLE),
  registers,
  openerFor,
  journal,
});

const rotations = makeRotationBook(dynamo, { book: settings.BOOK_TABLE, register: settings.REGISTER_TABLE });
const verbs = makeDeskVerbs({
  read,
  registers,
  rotations,
  askRotation: makeAskRotation({
    book: rotations,
    newRotationId: nowMs => rotationId(`rot_${ulid(nowMs)}`),
  }),
  rotateEveryDays: Number(settings.ROTATE_EVERY_DAYS),
});

/** The custodian's desk: one number, for a purpose and a ticket, on record before it is read. */
export const handler = makeDoor(deskWire, verbs, {
  edgeSecrets: edge.accepted,
  guards: {},
  now: Date.now,
});
