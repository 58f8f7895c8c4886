import { describe, expect, test } from 'vitest';
import type { Leave, Rotation, Rotations } from '../../../web/console/desk/desk-answers.ts';
import {
  isHeldUp,
  isProven,
  isStaffId,
  leaveBody,
  leaveFaults,
  mostStores,
  partStates,
} from '../../../web/console/desk/leave-form.ts';
import { leaveRules } from '../../../lambdas/domain/leave.ts';
import { rotationSteps } from '../../../lambdas/domain/login-rotation.ts';
import { isAwaited, lineOf } from '../../../web/console/desk/rotation-steps.ts';

const at = '2026-11-21T06:02:00.000Z';

const rotation = (done: number): Rotation => ({
  rotationId: 'rot_1',
  because: 'asked',
  by: 'stf_1',
  startedAt: at,
  toEpoch: 4,
  steps: rotationSteps.map((step, place) => (place < done ? { step, at } : { step })),
});

const resting: Rotations = { epoch: 3, rotatedAt: at, dueAt: at, overdue: false };

describe('the time line of a rotation', () => {
  test('is done up to where it is, and one step is under way', () => {
    expect(lineOf(rotation(5)).map(({ state }) => state)).toEqual([
      ...Array.from({ length: 5 }, () => 'done'),
      'running',
      'todo',
      'todo',
    ]);
  });

  test('has nothing under way when all is done, and begins with the first step', () => {
    expect(lineOf(rotation(8)).every(({ state }) => state === 'done')).toBe(true);
    expect(lineOf(rotation(0))[0]?.state).toBe('running');
  });

  test('keeps its order and length whatever the server sends', () => {
    const { steps, ...rest } = rotation(3);
    expect(lineOf({ ...rest, steps: steps.toReversed() })).toEqual(lineOf(rotation(3)));
    expect(lineOf({ ...rest, steps: [] })).toHaveLength(8);
  });

  test('goes back when a proof had to begin again', () => {
    const back = rotation(8).steps.map(step => (step.step === 'narrow' ? { step: step.step } : step));
    expect(lineOf({ steps: back }).map(({ state }) => state)[4]).toBe('running');
  });
});

test('a rotation is awaited from the asking until it is in sight', () => {
  expect(isAwaited(undefined, resting)).toBe(false);
  expect(isAwaited('rot_1', resting)).toBe(true);
  expect(isAwaited('rot_1', { ...resting, last: { ...rotation(8), rotationId: 'rot_0' } })).toBe(true);
  expect(isAwaited('rot_1', { ...resting, running: rotation(1) })).toBe(false);
  expect(isAwaited('rot_1', { ...resting, last: rotation(8) })).toBe(false);
  expect(isAwaited(undefined, { ...resting, waiting: { rotationId: 'rot_2' } })).toBe(true);
});

const leave = (parts: Partial<Leave['parts']> = {}): Leave => ({
  staffId: 'stf_2',
  leftAt: at,
  by: 'stf_1',
  parts: {
    sessions: { state: 'ended', at },
    login: { state: 'disabled', at },
    pins: { state: 'ended', at, stores: [] },
    rotation: { state: 'done', doneAt: at },
    evidence: { chain: 'rotations', sequence: 4, hash: 'f'.repeat(64) },
    ...parts,
  },
});

describe('a leave', () => {
  test('is proven when every part is', () => {
    expect(isProven(leave())).toBe(true);
    expect(isProven(leave({ login: { state: 'pending' } }))).toBe(false);
    expect(isProven(leave({ rotation: { state: 'running' } }))).toBe(false);
  });

  test('tells a part that needs another try from one that only takes its time', () => {
    expect(partStates(leave({ login: { state: 'pending' } })).login).toBe('held');
    expect(isHeldUp(leave({ login: { state: 'pending' } }))).toBe(true);
    expect(isHeldUp(leave({ rotation: { state: 'pending' } }))).toBe(true);
    expect(isHeldUp(leave({ rotation: { state: 'requested' } }))).toBe(false);
    expect(isHeldUp(leave({ rotation: { state: 'running' } }))).toBe(false);
  });

  test('takes a reason without a number in it, and up to 50 stores', () => {
    const stores = (count: number) => Array.from({ length: count }, (_, place) => `sto_${place}`);
    expect(leaveFaults({ reason: '退職のため', storeIds: stores(50) })).toEqual({});
    expect(leaveFaults({ reason: '連絡先 ０９０-1234-5678', storeIds: stores(51) })).toEqual({
      reason: 'reasonNumber',
      storeIds: 'tooManyStores',
    });
  });

  test('names as many stores as the server takes', () => {
    expect(mostStores).toBe(leaveRules.mostNamed);
  });

  test('sends only what was filled in', () => {
    expect(leaveBody({ reason: '  ', storeIds: [] })).toEqual({});
    expect(leaveBody({ reason: ' 異動 ', storeIds: ['sto_1'] })).toEqual({
      reason: '異動',
      storeIds: ['sto_1'],
    });
  });

  test('is opened by the id of a member of the staff only', () => {
    expect(isStaffId('stf_5b2c1d3e-0f6a-4b7c-8d9e-aabbccddeeff')).toBe(true);
    for (const other of ['', 'stf_', 'shp_1', 'stf_a/b', 'stf_花']) expect(isStaffId(other)).toBe(false);
  });
});
