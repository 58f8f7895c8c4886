import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { makeStaffDirectory } from '../aws/cognito-staff-directory.ts';
import { makeStoreBook } from '../aws/dynamo-catalogue.ts';
import { makeChainReader } from '../aws/dynamo-chain-reader.ts';
import { makeTryCounter } from '../aws/dynamo-counters.ts';
import { makeLeaveBook, makeStaffGuard } from '../aws/dynamo-leave-book.ts';
import { makeNoteBook } from '../aws/dynamo-register-notes.ts';
import { makeRegisterReader, makeRegistrar } from '../aws/dynamo-register.ts';
import { makeRootPlaces } from '../aws/dynamo-root-place.ts';
import { makeRotationBook } from '../aws/dynamo-rotation-book.ts';
import { makeConsentReader, makeShopperBook } from '../aws/dynamo-shopper-book.ts';
import { makeSuspensionBook } from '../aws/dynamo-suspension-book.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { makeOpenerFor } from '../aws/kms-number-opener.ts';
import { makeNumberIndexer } from '../aws/kms-number-sealer.ts';
import { makeRootSigner } from '../aws/kms-root-signer.ts';
import { numberingPlan } from '../aws/numbering-plan.ts';
import { makeRootReader } from '../aws/s3-archive.ts';
import { makeEdgeSecret, makeLoginReader } from '../aws/secrets.ts';
import { rotationId } from '../domain/ids.ts';
import { makeDoor } from '../door.ts';
import { journal } from '../journal.ts';
import { readSettings } from '../settings.ts';
import { makeAskRotation, makeAskRotationForLeaver } from './ask-rotation.ts';
import { makeCheckRegisters } from './check-registers.ts';
import { makeDeskVerbs } from './desk.verbs.ts';
import { deskWire } from './desk.wire.ts';
import { makeEndStaff } from './end-staff.ts';
import { makeFindShopper } from './find-shopper.ts';
import { makeReadNumber } from './read-number.ts';
import { makeReinstateShopper } from './reinstate-shopper.ts';
import { makeShowShopper } from './show-shopper.ts';
import { makeSuspendShopper } from './suspend-shopper.ts';

const settings = readSettings('custodian-desk');
const edge = makeEdgeSecret(settings.EDGE_SECRET_ARN);
const dynamo = makeDynamo();
const tables = { gate: settings.GATE_TABLE, book: settings.BOOK_TABLE, register: settings.REGISTER_TABLE };
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
  readingsPerDay: Number(settings.READINGS_PER_DAY),
  journal,
});
const shoppers = makeShopperBook(dynamo, tables);
const find = makeFindShopper({
  plan: numberingPlan,
  countries: settings.COUNTRIES.split(','),
  indexer: makeNumberIndexer(settings.INDEX_KEY_ARN),
  shoppers,
  tries: makeTryCounter(dynamo, settings.GATE_TABLE),
});
const check = makeCheckRegisters({
  places: makeRootPlaces(dynamo, settings.BOOK_TABLE),
  archive: makeRootReader(settings.ARCHIVE_BUCKET),
  registers: makeChainReader(dynamo, settings.REGISTER_TABLE),
  notes: makeNoteBook(dynamo, settings.BOOK_TABLE),
  signer: makeRootSigner(settings.SIGNING_KEY_ARN),
  now: Date.now,
});
const leaves = makeLeaveBook(dynamo, tables);
const stores = makeStoreBook(dynamo, tables);
const rotations = makeRotationBook(dynamo, tables);
const directory = makeStaffDirectory(settings.STAFF_POOL_ID);
const asking = { book: rotations, newRotationId: (nowMs: number) => rotationId(`rot_${ulid(nowMs)}`) };
const askRotation = makeAskRotationForLeaver(asking);
const show = makeShowShopper({
  shoppers,
  consents: { of: makeConsentReader(dynamo, settings.BOOK_TABLE) },
});
const suspending = {
  show,
  suspensions: makeSuspensionBook(dynamo, tables),
  registers,
  dice: randomBytes,
  journal,
};
const end = makeEndStaff({ leaves, stores, registers, directory, askRotation, dice: randomBytes, journal });

/** The custodian's desk: finds people, reads one number on record, shows and checks registers, ends staff who leave, suspends shoppers. */
export const handler = makeDoor(
  deskWire,
  makeDeskVerbs({
    read,
    find,
    registers,
    check,
    rotations,
    askRotation: makeAskRotation(asking),
    rotateEveryDays: Number(settings.ROTATE_EVERY_DAYS),
    shoppers: {
      show,
      suspend: makeSuspendShopper(suspending),
      reinstate: makeReinstateShopper(suspending),
    },
    staff: { leaves, leavers: leaves, stores, rotations, directory, end },
  }),
  {
    edgeSecrets: edge.accepted,
    guards: { staff: makeStaffGuard(dynamo, settings.BOOK_TABLE) },
    now: Date.now,
  },
);
