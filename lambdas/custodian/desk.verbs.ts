import { shopperId } from '../domain/ids.ts';
import type { RotationBook } from '../domain/login-rotation.ts';
import { isRefusal, refuse } from '../domain/refusal.ts';
import { registerKinds, type RegisterReader } from '../domain/register.ts';
import type { Verbs } from '../door.ts';
import { callerOf } from '../knock.ts';
import { showLogin, type makeAskRotation } from './ask-rotation.ts';
import type { deskWire } from './desk.wire.ts';
import type { makeReadNumber } from './read-number.ts';

const pageSize = 100;

/** The flows behind the desk's routes. */
export type DeskDeps = {
  readonly read: ReturnType<typeof makeReadNumber>;
  readonly registers: RegisterReader;
  readonly rotations: Pick<RotationBook, 'state' | 'wish'>;
  readonly askRotation: ReturnType<typeof makeAskRotation>;
  readonly rotateEveryDays: number;
};

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
  const { read, registers } = deps;
  return {
    ...rotationVerbs(deps),
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
