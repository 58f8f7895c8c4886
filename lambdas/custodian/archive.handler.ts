import { makeMovedChains } from '../aws/dynamo-moved-chains.ts';
import { makeRegisterReader } from '../aws/dynamo-register.ts';
import { makeRootPlaces } from '../aws/dynamo-root-place.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { makeRootSigner } from '../aws/kms-root-signer.ts';
import { makeRootArchive } from '../aws/s3-archive.ts';
import { journal } from '../journal.ts';
import { readSettings } from '../settings.ts';
import { makeArchiveRegisters } from './archive-registers.ts';

const settings = readSettings('custodian-archive');
const dynamo = makeDynamo();

/** Every five minutes: makes the roots of the registers that are due. */
export const handler = makeArchiveRegisters({
  moved: makeMovedChains(dynamo, settings.REGISTER_TABLE),
  registers: makeRegisterReader(dynamo, settings.REGISTER_TABLE),
  archive: makeRootArchive(settings.ARCHIVE_BUCKET),
  places: makeRootPlaces(dynamo, settings.BOOK_TABLE),
  signer: makeRootSigner(settings.SIGNING_KEY_ARN),
  now: Date.now,
  journal,
});
