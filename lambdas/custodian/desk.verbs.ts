import { shopperId } from '../domain/ids.ts';
import type { RotationBook } from '../domain/login-rotation.ts';
import { isRefusal, refuse } from '../domain/refusal.ts';
import { chainParts, registerKinds, type RegisterKind, type RegisterReader } from '../domain/register.ts';
import type { Verbs } from '../door.ts';
import { callerOf } from '../knock.ts';
import { showLogin, type makeAskRotation } from './ask-rotation.ts';
import type { makeCheckRegisters } from './check-registers.ts';
import type { deskWire } from './desk.wire.ts';
import type { makeFindShopper } from './find-shopper.ts';
import type { makeReadNumber } from './read-number.ts';
import { makeShopperVerbs, type ShopperVerbDeps } from './shopper.verbs.ts';
import { makeStaffVerbs, type StaffVerbDeps } from './staff.verbs.ts';

/** The flows and books behind the desk's routes. */
export type DeskDeps = {
  readonly read: ReturnType<typeof makeReadNumber>;
  readonly find: ReturnType<typeof makeFindShopper>;
  readonly registers: RegisterReader;
  readonly check: ReturnType<typeof makeCheckRegisters>;
  readonly staff: StaffVerbDeps;
  readonly shoppers: ShopperVerbDeps;
  readonly rotations: Pick<RotationBook, 'state' | 'wish'>;
  readonly askRotation: ReturnType<typeof makeAskRotation>;
  readonly rotateEveryDays: number;
};

const pageSize = 100;

const kindNamed = (name: string | undefined): RegisterKind | undefined =>
  registerKinds.find(known => known === name);

function checkVerbs({ check }: DeskDeps) {
  return {
    'POST /v1/custodian/register-checks': async ({ body }) => {
      const kind = kindNamed(body.kind);
      if (kind === undefined) return refuse('register.unknown');
      const { rootsEndAtMs, ...report } = await check(kind, [body.part]);
      const rootsEndAt = rootsEndAtMs === undefined ? undefined : new Date(rootsEndAtMs).toISOString();
      return { body: { ...report, part: body.part, parts: chainParts, rootsEndAt } };
    },
  } satisfies Partial<Verbs<typeof deskWire>>;
}

function rotationVerbs({ rotations, askRotation, rotateEveryDays }: DeskDeps) {
  return {
    'GET /v1/custodian/rotations': async ({ nowMs }) => {
      const [state, wish] = await Promise.all([rotations.state(), rotations.wish()]);
      return state === undefined
        ? refuse('rotation.unknown', {}, 60)
        : { body: showLogin(state, wish, rotateEveryDays, nowMs) };
    },
    'POST /v1/custodian/rotations': async knock => {
      const asked = await askRotation({ by: callerOf(knock, 'staff').staffId, nowMs: knock.nowMs });
      return isRefusal(asked)
        ? asked
        : { body: { rotationId: asked.rotationId, state: 'requested' as const } };
    },
  } satisfies Partial<Verbs<typeof deskWire>>;
}

/** The desk's routes as verbs; the one answer in the system that shows a number. */
export function makeDeskVerbs(deps: DeskDeps): Verbs<typeof deskWire> {
  const { read, find, registers, staff, shoppers } = deps;
  return {
    ...rotationVerbs(deps),
    ...checkVerbs(deps),
    ...makeStaffVerbs(staff),
    ...makeShopperVerbs(shoppers),
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
      const kind = kindNamed(params['kind']);
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
