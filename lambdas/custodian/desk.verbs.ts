import { shopperId } from '../domain/ids.ts';
import { isRefusal, refuse } from '../domain/refusal.ts';
import { registerKinds, type RegisterReader } from '../domain/register.ts';
import type { Verbs } from '../door.ts';
import { callerOf } from '../knock.ts';
import type { deskWire } from './desk.wire.ts';
import type { makeReadNumber } from './read-number.ts';

const pageSize = 100;

/** The desk's routes as verbs; the one answer in the system that shows a number. */
export function makeDeskVerbs(
  read: ReturnType<typeof makeReadNumber>,
  registers: RegisterReader,
): Verbs<typeof deskWire> {
  return {
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
