import { useEffect, useRef, useState } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { addressOf } from '../route.ts';
import { faultSentences } from './fault-words.ts';
import { allParts, freshWalk, type PlacedFault, resumed, type Walk, walkRegisters } from './whole-check.ts';

/** A check of everything that a page shows: how far it is, and how it is begun, gone on with and stopped. */
export type WholeCheck = {
  readonly walk: Walk;
  readonly running: boolean;
  readonly begin: (from: Walk) => Promise<void>;
  readonly stop: () => void;
};

/** Keeps one check of everything; leaving the page ends it. */
export const useWholeCheck = (): WholeCheck => {
  const { api } = useConsole();
  const [walk, setWalk] = useState<Walk>(freshWalk);
  const [running, setRunning] = useState(false);
  const ending = useRef<AbortController>(undefined);
  const stop = (): void => {
    ending.current?.abort();
    setRunning(false);
  };
  useEffect(() => () => ending.current?.abort(), []);
  const begin = async (from: Walk): Promise<void> => {
    const control = new AbortController();
    ending.current = control;
    setWalk(resumed(from));
    setRunning(true);
    await walkRegisters(api, from, control.signal, setWalk);
    if (!control.signal.aborted) setRunning(false);
  };
  return { walk, running, begin, stop };
};

const Progress = ({ walk }: { readonly walk: Walk }) => {
  const { words, figures } = useConsole();
  const said = words.registers.progress(figures.count(walk.done), figures.count(allParts));
  return (
    <div class="meter">
      <div
        role="progressbar"
        aria-label={words.registers.checkBar}
        aria-valuemin={0}
        aria-valuemax={allParts}
        aria-valuenow={walk.done}
        aria-valuetext={said}
      >
        <svg class="meter-bar" aria-hidden="true" focusable="false">
          <rect class="meter-ground" width="100%" height="100%" />
          <rect class="meter-fill" width={`${(walk.done / allParts) * 100}%`} height="100%" />
        </svg>
      </div>
      <p class="figures">{said}</p>
    </div>
  );
};

const Fault = ({ fault, here }: { readonly fault: PlacedFault; readonly here: string }) => {
  const text = useConsole().words.registers;
  return (
    <Notice tone="seal" alert>
      {faultSentences(text, fault).map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
      {fault.kind !== here && (
        <p>
          <a href={addressOf('registers', fault.kind)}>{text.faultShow}</a>
        </p>
      )}
      <p class="code">{fault.what}</p>
    </Notice>
  );
};

const Late = ({ fault }: { readonly fault: PlacedFault }) => (
  <Notice tone="warn">
    {faultSentences(useConsole().words.registers, fault).map(sentence => (
      <p key={sentence}>{sentence}</p>
    ))}
    <p class="code">{fault.what}</p>
  </Notice>
);

const Holds = ({ tally, zone }: Pick<Walk, 'tally'> & { readonly zone: string }) => {
  const { words, figures } = useConsole();
  const text = words.registers;
  const { count } = figures;
  return (
    <Notice tone="ok">
      <p>{text.checkedRows(count(tally.rows), count(tally.chains))}</p>
      <p>
        {tally.roots === 0 || tally.rootsEndAt === undefined
          ? text.checkedNoRoots
          : text.checkedHeads(count(tally.heads), count(tally.roots), figures.moment(tally.rootsEndAt, zone))}
      </p>
      {tally.kept + tally.erased > 0 && <p>{text.checkedNotes(count(tally.kept), count(tally.erased))}</p>}
    </Notice>
  );
};

type Props = { readonly check: WholeCheck; readonly here: string; readonly zone: string };

const Outcome = ({ check, here, zone }: Props) => {
  const { words, figures } = useConsole();
  const { walk, running } = check;
  if (walk.fault !== undefined) return <Fault fault={walk.fault} here={here} />;
  if (walk.done === allParts) {
    return (
      <>
        {walk.late !== undefined && <Late fault={walk.late} />}
        <Holds tally={walk.tally} zone={zone} />
      </>
    );
  }
  if (running || walk === freshWalk) return null;
  return (
    <>
      {walk.problem !== undefined && <ProblemNotice problem={walk.problem} />}
      <p role="status">{words.registers.stopped(figures.count(walk.done), figures.count(allParts))}</p>
    </>
  );
};

const Buttons = ({ check }: { readonly check: WholeCheck }) => {
  const text = useConsole().words.registers;
  const { walk, running, begin, stop } = check;
  const isOver = walk.done === allParts || walk.fault !== undefined;
  const isHalfway = walk.done > 0 && !isOver && !running;
  const again = isOver ? text.checkAgain : text.check;
  return (
    <div class="form-end">
      {running && (
        <button type="button" class="button" onClick={stop}>
          {text.checkStop}
        </button>
      )}
      <button
        type="button"
        class="button"
        aria-disabled={running}
        onClick={() => {
          if (!running) void begin(isHalfway ? walk : freshWalk);
        }}
      >
        {isHalfway ? text.checkOn : again}
      </button>
    </div>
  );
};

/** The check of all registers: one button, how far it is, and what it found in sentences. */
export const CheckEverything = (props: Props) => {
  const text = useConsole().words.registers;
  return (
    <section class="sheet stack tight">
      <h2>{text.checkTitle}</h2>
      <p class="small quiet">{text.checkLead}</p>
      {props.check.running && <Progress walk={props.check.walk} />}
      <Outcome {...props} />
      <Buttons check={props.check} />
    </section>
  );
};
