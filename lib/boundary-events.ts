import { callerEvents } from './boundary/callers.ts';
import { carrierEvents } from './boundary/carrier.ts';
import type { BoundaryEvent, BoundaryGround } from './boundary/ground.ts';
import { keyEvents } from './boundary/keys.ts';
import { loginEvents } from './boundary/login.ts';
import { recordEvents } from './boundary/records.ts';
import { roleEvents } from './boundary/roles.ts';

/**
 * CloudTrail records that mean somebody touches the boundary (security.md §1.5, decision 0025): keys, roles, the
 * functions that may become the custodian, its login, what proves that the rest was kept, and the carrier's own lists and logs.
 */
export function boundaryEvents(ground: BoundaryGround): readonly BoundaryEvent[] {
  return [
    ...keyEvents(ground),
    ...roleEvents(ground),
    ...callerEvents(ground),
    ...loginEvents(ground),
    ...recordEvents(ground),
    ...carrierEvents(),
  ];
}
