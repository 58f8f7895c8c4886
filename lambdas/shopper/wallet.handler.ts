import { makeCouponBook, makeStoreBook } from '../aws/dynamo-catalogue.ts';
import { makePictureBook } from '../aws/dynamo-picture-book.ts';
import { makeConsentBook, makeShopperBook } from '../aws/dynamo-shopper-book.ts';
import { makeVoucherBook } from '../aws/dynamo-voucher-book.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { makeEdgeSecret } from '../aws/secrets.ts';
import { makeDoor } from '../door.ts';
import { readSettings } from '../settings.ts';
import { makeChangeDelivery, makeOptOut } from './change-consent.ts';
import { makeShowPicture } from './show-picture.ts';
import { makeListVouchers, makeNoteVisit, makeShowLink, makeShowVoucher } from './show-vouchers.ts';
import { makeListPublicCoupons, makeTakeCoupon } from './take-coupon.ts';
import { makeWalletVerbs } from './wallet.verbs.ts';
import { walletWire } from './wallet.wire.ts';

const settings = readSettings('shopper-wallet');
const edge = makeEdgeSecret(settings.EDGE_SECRET_ARN);
const dynamo = makeDynamo();
const tables = { gate: settings.GATE_TABLE, book: settings.BOOK_TABLE, register: settings.REGISTER_TABLE };
const shoppers = makeShopperBook(dynamo, tables);
const consents = makeConsentBook(dynamo, tables);
const coupons = makeCouponBook(dynamo, tables);
const show = {
  vouchers: makeVoucherBook(dynamo, settings.BOOK_TABLE),
  coupons,
  stores: makeStoreBook(dynamo, tables),
  secrets: await edge.pepper(),
  origin: settings.PUBLIC_ORIGIN,
};

/** What a shopper has and has agreed to. */
export const handler = makeDoor(
  walletWire,
  makeWalletVerbs({
    shoppers,
    consents,
    changeDelivery: makeChangeDelivery(consents),
    optOut: makeOptOut(consents),
    listVouchers: makeListVouchers(show),
    showVoucher: makeShowVoucher(show),
    showLink: makeShowLink(show),
    noteVisit: makeNoteVisit(show),
    takeCoupon: makeTakeCoupon(show),
    listPublic: makeListPublicCoupons(coupons),
    showPicture: makeShowPicture(makePictureBook(dynamo, settings.BOOK_TABLE)),
    brand: { ja: settings.BRAND_JA, en: settings.BRAND_EN },
  }),
  { edgeSecrets: edge.accepted, guards: { shopper: shoppers.sessionOf }, now: Date.now },
);
