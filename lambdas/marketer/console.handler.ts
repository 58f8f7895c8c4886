import { ulid } from 'ulid';
import { makeAudience } from '../aws/dynamo-audience.ts';
import { makeCampaignBook, makeCouponBook, makeStoreBook } from '../aws/dynamo-catalogue.ts';
import { makeDeliveryBook } from '../aws/dynamo-delivery-book.ts';
import { makeLeavers, makeStaffGuard } from '../aws/dynamo-leave-book.ts';
import { makePictureBook } from '../aws/dynamo-picture-book.ts';
import { makeCrewReader } from '../aws/dynamo-store-crew.ts';
import { makeUseBook } from '../aws/dynamo-use-book.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { makeEdgeSecret } from '../aws/secrets.ts';
import { storeId } from '../domain/ids.ts';
import { usageRules } from '../domain/usage.ts';
import { makeDoor } from '../door.ts';
import { readSettings } from '../settings.ts';
import { makeChangeStore } from './change-store.ts';
import { makeCountCrew } from './count-crew.ts';
import { makeConsoleVerbs } from './console.verbs.ts';
import { consoleWire } from './console.wire.ts';
import { makeDraftCampaign } from './draft-campaign.ts';
import { makeExportUsage } from './export-usage.ts';
import { makeKeepPicture } from './keep-picture.ts';
import { makeLabelLines } from './label-lines.ts';
import { makeMakeCoupon } from './make-coupon.ts';
import { makeMakeStore } from './make-store.ts';
import { makeMoveCampaign, makePlanCampaign } from './move-campaign.ts';
import { makeSetPin } from './set-pin.ts';
import { makeStopCoupon } from './stop-coupon.ts';
import { makeWalkUses } from './walk-uses.ts';

const settings = readSettings('marketer-console');
const edge = makeEdgeSecret(settings.EDGE_SECRET_ARN);
const pepper = await edge.pepper();
const dynamo = makeDynamo();
const tables = { gate: settings.GATE_TABLE, book: settings.BOOK_TABLE };
const stores = makeStoreBook(dynamo, tables);
const leavers = makeLeavers(dynamo, settings.BOOK_TABLE);
const coupons = makeCouponBook(dynamo, tables);
const campaigns = makeCampaignBook(dynamo, tables);
const pictures = makePictureBook(dynamo, settings.BOOK_TABLE);
const uses = makeUseBook(dynamo, settings.BOOK_TABLE);
const walk = makeWalkUses({ stores, uses, rules: usageRules });
const label = makeLabelLines({ coupons, uses });
const plan = makePlanCampaign({
  campaigns,
  coupons,
  audience: makeAudience(dynamo, settings.BOOK_TABLE),
  origin: settings.PUBLIC_ORIGIN,
  partsPerSecond: Number(settings.PARTS_PER_SECOND),
  pricePerPart: Number(settings.PRICE_PER_PART),
  currency: settings.PRICE_CURRENCY,
});

/** Stores, coupons and campaigns for marketers; no number passes here. */
export const handler = makeDoor(
  consoleWire,
  makeConsoleVerbs({
    stores,
    leavers,
    coupons,
    campaigns,
    deliveries: makeDeliveryBook(dynamo, settings.BOOK_TABLE),
    makeStore: makeMakeStore({ stores, leavers, pepper, newUlid: ulid }),
    changeStore: makeChangeStore({ stores, leavers }),
    countCrew: makeCountCrew({ stores, leavers, crews: makeCrewReader(dynamo, settings.BOOK_TABLE) }),
    setPin: makeSetPin({ stores, leavers, pepper }),
    makeCoupon: makeMakeCoupon({ coupons, stores, pictures, newUlid: ulid }),
    stopCoupon: makeStopCoupon(coupons),
    keepPicture: makeKeepPicture(pictures),
    draft: makeDraftCampaign({ campaigns, coupons, stores, newUlid: ulid }),
    plan,
    move: makeMoveCampaign({ campaigns, coupons }),
    walkUses: walk,
    labelLines: label,
    exportUsage: makeExportUsage({ walk, label, rules: usageRules }),
    pinMark: pin => pepper.pinMac(storeId('any'), pin),
  }),
  {
    edgeSecrets: edge.accepted,
    guards: { staff: makeStaffGuard(dynamo, settings.BOOK_TABLE) },
    now: Date.now,
  },
);
