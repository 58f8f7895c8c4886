import { useState } from 'preact/hooks';
import type { Campaign } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { Ask } from '../parts/ask.tsx';
import { Icon } from '../parts/icon.tsx';
import { ProblemNotice } from '../parts/notice.tsx';
import { useSend } from '../parts/use-send.ts';
import { pathOf } from './campaign-path.ts';
import { type Move, movesOf } from './moves.ts';

/** Pause, resume and cancel, whichever make sense now; only cancelling asks, since pausing can be undone. */
export const Controls = (props: {
  readonly campaign: Campaign;
  readonly onDone: (after: Campaign) => Promise<void>;
}) => {
  const { words } = useConsole();
  const text = words.campaigns;
  const sending = useSend();
  const [asking, setAsking] = useState(false);
  const moves = movesOf(props.campaign.state);
  const move = async (name: Move): Promise<void> => {
    if (sending.busy) return;
    const answer = await sending.post<Campaign>(`${pathOf(props.campaign.campaignId)}/${name}`);
    setAsking(false);
    if (answer.ok) await props.onDone(answer.value);
  };
  return (
    <>
      {moves.includes('pause') && (
        <button type="button" class="button" onClick={() => void move('pause')}>
          <Icon name="pause" />
          {text.pause}
        </button>
      )}
      {moves.includes('resume') && (
        <button type="button" class="button seal" onClick={() => void move('resume')}>
          <Icon name="play" />
          {text.resume}
        </button>
      )}
      {moves.includes('cancel') && (
        <button type="button" class="button" onClick={() => setAsking(true)}>
          <Icon name="stop" />
          {text.cancel}
        </button>
      )}
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      {asking && (
        <Ask
          title={text.cancel}
          yes={text.cancel}
          no={text.cancelKeep}
          busy={sending.busy}
          onYes={() => void move('cancel')}
          onNo={() => setAsking(false)}
        >
          <p>{text.cancelAsk}</p>
        </Ask>
      )}
    </>
  );
};
