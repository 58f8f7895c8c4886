import { staffId, storeId, type StaffId } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import type { StaffDirectory } from '../domain/staff.ts';
import type { Verbs } from '../door.ts';
import { callerOf, type Knock } from '../knock.ts';
import type { makeEndStaff } from './end-staff.ts';
import { makeShowLeave, showLeave, type ShowLeaveDeps } from './show-leave.ts';
import type { staffWire } from './staff.wire.ts';

/** What the desk's routes about people need. */
export type StaffVerbDeps = ShowLeaveDeps & {
  readonly directory: Pick<StaffDirectory, 'list'>;
  readonly leavers: Leavers;
  readonly end: ReturnType<typeof makeEndStaff>;
};

const pageSize = 50;

/** The person a path names, if it is a name that a person can have: `stf_` and the directory's subject. */
function readStaffId({ params }: Pick<Knock, 'params'>): StaffId | Refusal {
  const id = params['staffId'] ?? '';
  return /^stf_[\w-]{1,60}$/u.test(id) ? staffId(id) : refuse('request.malformed', { fields: 'staffId' });
}

/** The desk's routes about people of the staff as verbs: who they are, and ending them. */
export function makeStaffVerbs(deps: StaffVerbDeps): Verbs<typeof staffWire> {
  const show = makeShowLeave(deps);
  return {
    'GET /v1/custodian/staff': async ({ query }) => {
      const { items: people, cursor } = await deps.directory.list(query['cursor'], pageSize);
      const left = await deps.leavers.among(people.map(person => person.staffId));
      const items = people.map(person => ({
        ...person,
        state: left.has(person.staffId) ? ('left' as const) : ('active' as const),
      }));
      return { body: { items, ...(cursor === undefined ? {} : { cursor }) } };
    },
    'POST /v1/custodian/staff/{staffId}/leave': async knock => {
      const id = readStaffId(knock);
      if (isRefusal(id)) return id;
      const { body, nowMs } = knock;
      const { staffId: by } = callerOf(knock, 'staff');
      const storeIds = (body.storeIds ?? []).map(storeId);
      const leave = await deps.end({ staffId: id, by, reason: body.reason, storeIds, nowMs });
      return isRefusal(leave) ? leave : { body: await showLeave(deps, leave) };
    },
    'GET /v1/custodian/staff/{staffId}/leave': async knock => {
      const id = readStaffId(knock);
      if (isRefusal(id)) return id;
      const leave = await show(id);
      return isRefusal(leave) ? leave : { body: leave };
    },
  };
}
