import { makeMovedChains } from '../aws/dynamo-moved-chains.ts';
import { makeReconciliationBook } from '../aws/dynamo-reconciliation.ts';
import { makeRegisteredReadings } from '../aws/dynamo-registered-readings.ts';
import { makeRegisterReader } from '../aws/dynamo-register.ts';
import { makeRootPlaces } from '../aws/dynamo-root-place.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { makeRootSigner } from '../aws/kms-root-signer.ts';
import { makeOpenedNumbers } from '../aws/logs-trail.ts';
import { makeRootArchive } from '../aws/s3-archive.ts';
import { journal } from '../journal.ts';
import { readSettings } from '../settings.ts';
import { makeArchiveRegisters } from './archive-registers.ts';
import { makeKeepRegisters } from './keep-registers.ts';
import { makeReconcileReadings } from './reconcile-readings.ts';

const settings = readSettings('custodian-archive');
const dynamo = makeDynamo();

const archive = makeArchiveRegisters({
  moved: makeMovedChains(dynamo, settings.REGISTER_TABLE),
  registers: makeRegisterReader(dynamo, settings.REGISTER_TABLE),
  archive: makeRootArchive(settings.ARCHIVE_BUCKET),
  places: makeRootPlaces(dynamo, settings.BOOK_TABLE),
  signer: makeRootSigner(settings.SIGNING_KEY_ARN),
  now: Date.now,
  journal,
});
const reconcile = makeReconcileReadings({
  opened: makeOpenedNumbers({
    logGroup: settings.TRAIL_LOG_GROUP,
    numberKeyArn: settings.NUMBER_KEY_ARN,
    custodianArn: settings.CUSTODIAN_ROLE_ARN,
  }),
  registered: makeRegisteredReadings(dynamo, settings.REGISTER_TABLE),
  book: makeReconciliationBook(dynamo, settings.BOOK_TABLE),
  now: Date.now,
  journal,
});

/** Every five minutes: makes the roots that are due, and compares yesterday's readings with the trail. */
export const handler = makeKeepRegisters(archive, reconcile);
