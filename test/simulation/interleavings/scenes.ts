import type { Deed } from './verifying.ts';

/** People at once: what happened before, one after the other, and what they then do side by side. */
export type Scene = {
  readonly what: string;
  readonly before: readonly Deed[];
  readonly deeds: readonly Deed[];
};

const start = (challenge: number, number: number, browser: number): Deed => ({
  does: 'start',
  challenge,
  number,
  browser,
});
const resend = (challenge: number): Deed => ({ does: 'resend', challenge });
const confirm = (challenge: number, isRight: boolean, wantsDelivery = false, key = 0): Deed => ({
  does: 'confirm',
  challenge,
  isRight,
  wantsDelivery,
  key,
});

/** Scenes in which every rule that counts is met by more people than it lets pass. */
export const scenes: readonly Scene[] = [
  {
    what: 'more starts for one number and address than those allow, one of them twice',
    before: [],
    deeds: [start(0, 0, 0), start(1, 0, 1), start(2, 0, 2), start(3, 0, 3), start(3, 0, 3)],
  },
  {
    what: 'more people of one block, each at an address of their own, than block and day allow',
    before: [],
    deeds: [start(0, 0, 0), start(1, 1, 4), start(2, 2, 8), start(3, 3, 12), start(4, 4, 16)],
  },
  {
    what: 'two taps on resend and two on confirm',
    before: [start(0, 0, 0)],
    deeds: [resend(0), resend(0), confirm(0, true, true, 1), confirm(0, true, true, 2)],
  },
  {
    what: 'more guesses than tries, and the right code among them',
    before: [start(0, 0, 0)],
    deeds: [
      confirm(0, false),
      confirm(0, false),
      confirm(0, true, false, 1),
      confirm(0, false),
      confirm(0, false),
    ],
  },
  {
    what: 'two challenges of one number confirmed with different wishes',
    before: [start(0, 0, 0), start(1, 0, 1)],
    deeds: [confirm(0, true, true, 1), confirm(1, true, false, 1), confirm(0, true, true, 1)],
  },
  {
    what: 'a known shopper grants delivery in another browser while codes are asked for in both',
    before: [start(0, 0, 0), confirm(0, true, false, 1), start(1, 0, 1)],
    deeds: [confirm(1, true, true, 1), start(2, 0, 0), resend(1)],
  },
];
