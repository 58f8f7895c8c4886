import { makeAudience } from '../aws/dynamo-audience.ts';
import { makeCampaignBook, makeCouponBook } from '../aws/dynamo-catalogue.ts';
import { makePulseBook } from '../aws/dynamo-pulse-book.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { makeLaneOrders } from '../aws/sqs-lane-orders.ts';
import { journal } from '../journal.ts';
import { readSettings } from '../settings.ts';
import { makeBeat } from './beat.ts';

const settings = readSettings('pulse');
const dynamo = makeDynamo();
const tables = { book: settings.BOOK_TABLE, gate: '' };

/** The once-a-minute tick that moves everything that depends on time. */
export const handler = makeBeat({
  campaigns: makeCampaignBook(dynamo, tables),
  coupons: makeCouponBook(dynamo, tables),
  audience: makeAudience(dynamo, settings.BOOK_TABLE),
  pulse: makePulseBook(dynamo, settings.BOOK_TABLE),
  orders: makeLaneOrders(settings.LANES_QUEUE_URL),
  partsPerSecond: Number(settings.PARTS_PER_SECOND),
  now: Date.now,
  journal,
});
