import type { SQSEvent } from 'aws-lambda';
import { makeCampaignBook } from '../aws/dynamo-catalogue.ts';
import { makeDeliveryBook } from '../aws/dynamo-delivery-book.ts';
import { makeRegistrar } from '../aws/dynamo-register.ts';
import { makeVoucherBook } from '../aws/dynamo-voucher-book.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { makeOpenerFor } from '../aws/kms-number-opener.ts';
import { makeEdgeSecret, makeLoginReader } from '../aws/secrets.ts';
import { makeTextSender } from '../aws/sns-text-sender.ts';
import { journal } from '../journal.ts';
import { readSettings } from '../settings.ts';
import { makeTakeOrders } from './take-orders.ts';
import { makeWalkLane } from './walk-lane.ts';

const settings = readSettings('custodian-deliver');
const dynamo = makeDynamo();
const openerFor = makeOpenerFor({
  roleArn: settings.CUSTODIAN_ROLE_ARN,
  keyArn: settings.NUMBER_KEY_ARN,
  vault: settings.VAULT_TABLE,
  readLogin: makeLoginReader(settings.LOGIN_SECRET_ARN),
  now: Date.now,
});
const takeOrders = makeTakeOrders(
  makeWalkLane({
    campaigns: makeCampaignBook(dynamo, { book: settings.BOOK_TABLE, gate: '' }),
    deliveries: makeDeliveryBook(dynamo, settings.BOOK_TABLE),
    vouchers: makeVoucherBook(dynamo, settings.BOOK_TABLE),
    pepper: await makeEdgeSecret(settings.EDGE_SECRET_ARN).pepper(),
    registrar: makeRegistrar(dynamo, settings.REGISTER_TABLE),
    texts: makeTextSender(settings.SENDER_ID),
    openerFor,
    origin: settings.PUBLIC_ORIGIN,
    proofDays: Number(settings.PROOF_DAYS),
    now: Date.now,
    wait: ms => new Promise(resolve => setTimeout(resolve, ms)),
    journal,
  }),
  journal,
);

/** Walks the lanes of campaigns: the only function that opens numbers to send to them. */
export const handler = (event: SQSEvent) => takeOrders(event.Records);
