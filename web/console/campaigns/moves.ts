import type { CampaignState } from '../answers.ts';

/** What a marketer may ask of a campaign. */
export type Move = 'plan' | 'launch' | 'pause' | 'resume' | 'cancel';

const movesIn: Readonly<Record<CampaignState, readonly Move[]>> = {
  draft: ['plan', 'cancel'],
  planned: ['launch', 'cancel'],
  launched: ['pause', 'cancel'],
  sending: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  completed: [],
  cancelled: [],
  halted: [],
};

/** The moves that make sense in a state (DESIGN §6.3); the server has the last word. */
export const movesOf = (state: CampaignState): readonly Move[] => movesIn[state];

/** Whether the numbers may still change, so that the page keeps asking. */
export const isMoving = (state: CampaignState): boolean =>
  state === 'launched' || state === 'sending' || state === 'paused';

/** Whether there is anything to report: it was launched at least once. */
export const wasLaunched = (state: CampaignState): boolean => state !== 'draft' && state !== 'planned';
