import { useState } from 'preact/hooks';
import type { Answer } from '../../paper/api.ts';
import { useConsole } from '../console-context.ts';
import { Ask } from '../parts/ask.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useEvery } from '../parts/use-every.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { useSend } from '../parts/use-send.ts';
import { usePlaces } from '../parts/use-zone.ts';
import type { Rotations } from './desk-answers.ts';
import { DeskTabs } from './desk-tabs.tsx';
import { RotationLine } from './rotation-line.tsx';
import { isAwaited } from './rotation-steps.ts';

const pollMs = 3000;

type Asked = { readonly rotationId: string };

const Standing = ({ rotations, zone }: { readonly rotations: Rotations; readonly zone: string }) => {
  const { words, figures } = useConsole();
  const text = words.rotation;
  return (
    <>
      <dl class="pairs">
        <div>
          <dt>{text.epoch}</dt>
          <dd class="figures">{text.epochNow(figures.count(rotations.epoch))}</dd>
        </div>
        <div>
          <dt>{text.rotatedAt}</dt>
          <dd class="figures">{figures.moment(rotations.rotatedAt, zone)}</dd>
        </div>
        <div>
          <dt>{text.dueAt}</dt>
          <dd class="figures">{figures.moment(rotations.dueAt, zone)}</dd>
        </div>
      </dl>
      {rotations.running === undefined && (
        <Notice tone={rotations.overdue ? 'warn' : 'ok'}>
          <p>{rotations.overdue ? text.overdue : text.inTime}</p>
        </Notice>
      )}
    </>
  );
};

const useRotate = (onAsked: (rotationId: string) => void) => {
  const sending = useSend();
  const [asking, setAsking] = useState(false);
  const rotate = async (): Promise<void> => {
    if (sending.busy) return;
    const answer: Answer<Asked> = await sending.post<Asked>('/v1/custodian/rotations');
    setAsking(false);
    const other = answer.ok ? answer.value.rotationId : answer.problem.facts['rotationId'];
    if (typeof other === 'string') onAsked(other);
  };
  return { sending, asking, setAsking, rotate };
};

const RotateNow = (props: { readonly awaited: boolean; readonly onAsked: (rotationId: string) => void }) => {
  const text = useConsole().words.rotation;
  const { sending, asking, setAsking, rotate } = useRotate(props.onAsked);
  return (
    <>
      {sending.problem !== undefined && (
        <ProblemNotice problem={sending.problem} tone={sending.problem.status === 409 ? 'warn' : 'seal'} />
      )}
      {props.awaited && sending.problem === undefined && (
        <Notice tone="ok">
          <p>{text.requested}</p>
        </Notice>
      )}
      <div class="form-end">
        <button
          type="button"
          class="button seal"
          aria-disabled={props.awaited}
          onClick={() => !props.awaited && setAsking(true)}
        >
          {text.rotate}
        </button>
      </div>
      {asking && (
        <Ask
          title={text.askTitle}
          yes={text.rotate}
          no={text.no}
          busy={sending.busy}
          onYes={() => void rotate()}
          onNo={() => setAsking(false)}
        >
          <p class="ask-figures">{text.ask}</p>
          <p class="quiet">{text.askNote}</p>
        </Ask>
      )}
    </>
  );
};

const Body = ({
  rotations,
  stale,
  onAsked,
  awaited,
}: {
  readonly rotations: Rotations;
  readonly stale: boolean;
  readonly awaited: boolean;
  readonly onAsked: (rotationId: string) => void;
}) => {
  const { words } = useConsole();
  const { zone } = usePlaces();
  const shown = rotations.running ?? rotations.last;
  return (
    <div class="stack">
      {stale && (
        <Notice tone="warn">
          <p>{words.desk.stale}</p>
        </Notice>
      )}
      <section class="sheet stack">
        <p class="quiet">{words.rotation.lead}</p>
        <Standing rotations={rotations} zone={zone} />
        {rotations.running === undefined && <RotateNow awaited={awaited} onAsked={onAsked} />}
      </section>
      {shown === undefined ? (
        <p class="empty">{words.rotation.none}</p>
      ) : (
        <RotationLine key={shown.rotationId} rotation={shown} zone={zone} />
      )}
    </div>
  );
};

/** The rotation of the custodian's login: how it stands, its eight steps as they are proven, and one more on demand. */
export const RotationPage = () => {
  const { api, words } = useConsole();
  const { value, problem, again } = useLoaded('rotations', () =>
    api.get<Rotations>('/v1/custodian/rotations'),
  );
  const [asked, setAsked] = useState<string | undefined>();
  const awaited = value !== undefined && isAwaited(asked, value);
  useEvery(pollMs, value !== undefined && (value.running !== undefined || awaited), again);
  return (
    <>
      <PageHead title={words.desk.rotation} />
      <DeskTabs here="rotation" />
      {value === undefined && problem === undefined && <p class="quiet waiting">{words.frame.loading}</p>}
      {value === undefined && problem !== undefined && <ProblemNotice problem={problem} />}
      {value !== undefined && (
        <Body rotations={value} stale={problem !== undefined} awaited={awaited} onAsked={setAsked} />
      )}
    </>
  );
};
