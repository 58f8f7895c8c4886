import { shopperId } from '../domain/ids.ts';
import { isRefusal, refuse } from '../domain/refusal.ts';
import { registerKinds, type RegisterReader } from '../domain/register.ts';
import type { Verbs } from '../door.ts';
import { callerOf } from '../knock.ts';
import type { deskWire } from './desk.wire.ts';
import type { makeFindShopper } from './find-shopper.ts';
import type { makeReadNumber } from './read-number.ts';
import { makeStaffVerbs, type StaffVerbDeps } from './staff.verbs.ts';

/** The flows and books behind the desk's routes. */
export type DeskDeps = {
  readonly read: ReturnType<typeof makeReadNumber>;
  readonly find: ReturnType<typeof makeFindShopper>;
  readonly registers: RegisterReader;
  readonly staff: StaffVerbDeps;
};

const pageSize = 100;

/** The desk's routes as verbs; the one answer in the system that shows a number. */
export function makeDeskVerbs({ read, find, registers, staff }: DeskDeps): Verbs<typeof deskWire> {
  return {
    ...makeStaffVerbs(staff),
    'POST /v1/custodian/readings': async knock => {
      const { purpose, ticket } = knock.body;
      const { staffId } = callerOf(knock, 'staff');
      const number = await read({
        staffId,
        shopperId: shopperId(knock.body.shopperId),
        purpose,
        ticket,
        nowMs: knock.nowMs,
      });
      return isRefusal(number) ? number : { body: { phone: number.reveal() } };
    },
    'POST /v1/custodian/searches': async knock => {
      const { staffId } = callerOf(knock, 'staff');
      const found = await find({ staffId, phone: knock.body.phone, nowMs: knock.nowMs });
      if (isRefusal(found)) return found;
      const items = [found].filter(shopper => shopper !== undefined);
      return {
        body: {
          items: items.map(({ shopperId: id, verifiedAtMs }) => ({
            shopperId: id,
            verifiedAt: new Date(verifiedAtMs).toISOString(),
          })),
        },
      };
    },
    'GET /v1/custodian/registers/{kind}': async ({ params, query }) => {
      const kind = registerKinds.find(known => known === params['kind']);
      if (kind === undefined) return refuse('register.unknown');
      const { rows, cursor } = await registers.rows(kind, query['cursor'], pageSize);
      const items = rows.map(({ atMs, kind: _kind, ...row }) => ({
        ...row,
        at: new Date(atMs).toISOString(),
      }));
      return { body: { items, ...(cursor === undefined ? {} : { cursor }) } };
    },
  };
}
