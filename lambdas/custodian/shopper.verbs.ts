import { shopperId, type ShopperId } from '../domain/ids.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { suspensionOf } from '../domain/suspension.ts';
import type { Verbs } from '../door.ts';
import { callerOf, type Knock } from '../knock.ts';
import type { makeReinstateShopper } from './reinstate-shopper.ts';
import type { shopperWire } from './shopper.wire.ts';
import type { makeShowShopper, ShownShopper } from './show-shopper.ts';
import type { makeSuspendShopper } from './suspend-shopper.ts';

/** What the desk's routes about shoppers need. */
export type ShopperVerbDeps = {
  readonly show: ReturnType<typeof makeShowShopper>;
  readonly suspend: ReturnType<typeof makeSuspendShopper>;
  readonly reinstate: ReturnType<typeof makeReinstateShopper>;
};

const time = (ms: number) => new Date(ms).toISOString();

/** The shopper a path names; what cannot be anybody's id is nobody's. */
function readShopperId({ params }: Pick<Knock, 'params'>): ShopperId | Refusal {
  const id = params['shopperId'] ?? '';
  return /^shp_[0-9A-HJKMNP-TV-Z]{26}$/u.test(id) ? shopperId(id) : refuse('shopper.not_found');
}

function onWire({ shopper, standing }: ShownShopper) {
  const { shopperId: id, createdAtMs, verifiedAtMs } = shopper;
  const known = { shopperId: id, createdAt: time(createdAtMs), verifiedAt: time(verifiedAtMs) };
  const found = suspensionOf(standing);
  if (found === undefined) return known;
  const { suspendedAtMs, suspendedFor: reason, suspendedBy: by } = found;
  return { ...known, suspension: { since: time(suspendedAtMs), reason, by } };
}

/** The desk's routes about shoppers as verbs: how they stand, suspending and reinstating them. */
export function makeShopperVerbs({ show, suspend, reinstate }: ShopperVerbDeps): Verbs<typeof shopperWire> {
  const about = async (
    knock: Pick<Knock, 'params'>,
    act: (id: ShopperId) => Promise<ShownShopper | Refusal>,
  ) => {
    const id = readShopperId(knock);
    const shown = isRefusal(id) ? id : await act(id);
    return isRefusal(shown) ? shown : { body: onWire(shown) };
  };
  return {
    'GET /v1/custodian/shoppers/{shopperId}': knock => about(knock, show),
    'POST /v1/custodian/shoppers/{shopperId}/suspend': knock => {
      const { body, nowMs } = knock;
      const { staffId: by } = callerOf(knock, 'staff');
      const { reason, note } = body;
      return about(knock, id => suspend({ shopperId: id, by, reason, note, nowMs }));
    },
    'POST /v1/custodian/shoppers/{shopperId}/reinstate': knock => {
      const { staffId: by } = callerOf(knock, 'staff');
      const { note } = knock.body;
      return about(knock, id => reinstate({ shopperId: id, by, note, nowMs: knock.nowMs }));
    },
  };
}
