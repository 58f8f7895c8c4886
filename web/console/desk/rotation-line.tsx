import { rotationSteps } from '../../../lambdas/domain/login-rotation.ts';
import { useConsole } from '../console-context.ts';
import { Step, Steps } from '../parts/steps.tsx';
import { addressOf } from '../route.ts';
import type { Rotation, RowPlace } from './desk-answers.ts';
import { lineOf } from './rotation-steps.ts';

/** Where the evidence stands in the register, with the hash that nobody can change unnoticed. */
export const Evidence = ({ row }: { readonly row: RowPlace }) => {
  const { words, figures } = useConsole();
  return (
    <>
      <a href={addressOf('registers', 'rotations')}>{words.desk.evidence(figures.count(row.sequence))}</a>{' '}
      <code class="hash">{row.hash}</code>
    </>
  );
};

type Props = { readonly rotation: Rotation; readonly zone: string };

const Proofs = ({ rotation, zone }: Props) => {
  const { words, figures } = useConsole();
  const text = words.rotation;
  const unseen = (name: string): string =>
    name === 'lastAcceptedAt' && rotation.firstRefusedAt !== undefined ? text.neverSince : text.notYet;
  const moments = [
    ['startedAt', rotation.startedAt],
    ['lastAcceptedAt', rotation.lastAcceptedAt],
    ['firstRefusedAt', rotation.firstRefusedAt],
    ['cutOffAt', rotation.cutOffAt],
    ['doneAt', rotation.doneAt],
  ] as const;
  return (
    <dl class="pairs">
      <div>
        <dt>{text.because}</dt>
        <dd>{words.facts[`because_${rotation.because}`]}</dd>
      </div>
      <div>
        <dt>{text.by}</dt>
        <dd class="id">{rotation.by}</dd>
      </div>
      {moments.map(([name, at]) => (
        <div key={name}>
          <dt>{text[name]}</dt>
          <dd class="figures">{at === undefined ? unseen(name) : figures.moment(at, zone)}</dd>
        </div>
      ))}
    </dl>
  );
};

const Line = ({ rotation, zone }: Props) => {
  const { words, figures } = useConsole();
  const text = words.rotation;
  return (
    <Steps label={text.steps}>
      {lineOf(rotation).map(({ key, state, at }) => (
        <Step
          key={key}
          state={state}
          name={text[`step_${key}`]}
          time={at === undefined ? undefined : { iso: at, shown: figures.moment(at, zone) }}
        >
          <p>{text[`does_${key}`]}</p>
        </Step>
      ))}
    </Steps>
  );
};

/** One rotation: its time line, what its proofs saw, and its row in the register. */
export const RotationLine = ({ rotation, zone }: Props) => {
  const { words, figures } = useConsole();
  const text = words.rotation;
  const done = lineOf(rotation).filter(({ state }) => state === 'done').length;
  const epoch = figures.count(rotation.toEpoch);
  return (
    <section class="sheet stack">
      <div class="section-head">
        <h2>{rotation.doneAt === undefined ? text.runningTitle(epoch) : text.lastTitle(epoch)}</h2>
        <p class="figures" role="status">
          {text.stepsDone(figures.count(done), figures.count(rotationSteps.length))}
        </p>
      </div>
      <Line rotation={rotation} zone={zone} />
      <Proofs rotation={rotation} zone={zone} />
      <div class="stack tight evidence">
        <h3>{text.evidence}</h3>
        <p>{rotation.evidence === undefined ? text.evidencePending : <Evidence row={rotation.evidence} />}</p>
      </div>
    </section>
  );
};
