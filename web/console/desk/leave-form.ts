import { holdsPhoneNumber } from '../../../lambdas/domain/phone-number.ts';
import type { StepState } from '../parts/steps.tsx';
import type { Leave } from './desk-answers.ts';

/** What is chosen to end a person's access; a reason may hold personal text, so it is never kept as a draft. */
export type LeaveWish = { readonly reason: string; readonly storeIds: readonly string[] };

/** What cannot be sent as it is. */
export type LeaveFaults = { readonly reason?: 'reasonNumber'; readonly storeIds?: 'tooManyStores' };

/** How many stores may be named at once. */
export const mostStores = 50;

/** Looks over a wish before it is sent. */
export const leaveFaults = ({ reason, storeIds }: LeaveWish): LeaveFaults => ({
  ...(holdsPhoneNumber(reason) ? { reason: 'reasonNumber' as const } : {}),
  ...(storeIds.length > mostStores ? { storeIds: 'tooManyStores' as const } : {}),
});

/** The body of `POST /v1/custodian/staff/{staffId}/leave`; what was left empty is left out. */
export const leaveBody = ({ reason, storeIds }: LeaveWish): Partial<LeaveWish> => ({
  ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
  ...(storeIds.length === 0 ? {} : { storeIds }),
});

/** Whether a text is the id of a member of the staff: `stf_` and the directory's subject. */
export const isStaffId = (text: string): boolean => /^stf_[\w-]{1,60}$/u.test(text);

/** The parts of leaving, in the order in which they are shown. */
export const leaveParts = ['sessions', 'login', 'pins', 'rotation', 'evidence'] as const;

/** A part of leaving. */
export type LeavePart = (typeof leaveParts)[number];

const loginStates = { disabled: 'done', pending: 'held' } as const;
const rotationStates = { pending: 'held', requested: 'todo', running: 'running', done: 'done' } as const;

/** How each part stands. */
export const partStates = ({ parts }: Leave): Readonly<Record<LeavePart, StepState>> => ({
  sessions: 'done',
  login: loginStates[parts.login.state],
  pins: 'done',
  rotation: rotationStates[parts.rotation.state],
  evidence: 'done',
});

/** Whether every part is done and proven. */
export const isProven = (leave: Leave): boolean =>
  Object.values(partStates(leave)).every(state => state === 'done');

/** Whether a part is held up, so that another try may bring it on. */
export const isHeldUp = (leave: Leave): boolean =>
  Object.values(partStates(leave)).some(state => state === 'held');
