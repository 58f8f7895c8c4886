import type { CampaignState } from '../answers.ts';
import { useConsole } from '../console-context.ts';

const tones: Readonly<Record<CampaignState, string>> = {
  draft: 'open',
  planned: 'open',
  launched: 'going',
  sending: 'going',
  paused: 'warn',
  completed: 'ok',
  cancelled: 'over',
  halted: 'seal',
};

/** The state of a campaign in a word, with a mark whose shape differs as well as its colour. */
export const StateChip = ({ state }: { readonly state: CampaignState }) => {
  const { words } = useConsole();
  return (
    <span class={`chip ${tones[state]}`}>
      <svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">
        <path d={shapes[state]} />
      </svg>
      {words.campaigns[`state_${state}`]}
    </span>
  );
};

const ring = 'M5 1a4 4 0 1 1 0 8 4 4 0 0 1 0-8zm0 1.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z';

const shapes: Readonly<Record<CampaignState, string>> = {
  draft: ring,
  planned: ring,
  launched: 'M2 1l7 4-7 4z',
  sending: 'M2 1l7 4-7 4z',
  paused: 'M2 1h2.2v8H2zM5.8 1H8v8H5.8z',
  completed: 'M1 5.4 2.2 4.2 4 6 7.8 1.8 9 3 4 8.4z',
  cancelled: 'M1.5 4h7v2h-7z',
  halted: 'M5 .8 9.6 9H.4zM4.4 3.6v2.8h1.2V3.6zm0 3.4v1.2h1.2V7z',
};
