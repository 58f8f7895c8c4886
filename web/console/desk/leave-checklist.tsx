import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { Icon } from '../parts/icon.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { Step, Steps } from '../parts/steps.tsx';
import type { Sending } from '../parts/use-send.ts';
import { usePlaces } from '../parts/use-zone.ts';
import { addressOf } from '../route.ts';
import type { Leave } from './desk-answers.ts';
import { isHeldUp, isProven, type LeavePart, leaveParts, partStates } from './leave-form.ts';
import { Evidence } from './rotation-line.tsx';

const Pins = ({ stores }: Pick<Leave['parts']['pins'], 'stores'>) => {
  const { words, person } = useConsole();
  const text = words.leavers;
  const maySet = person.groups.includes('marketer');
  const needy = stores.filter(({ renewed }) => !renewed);
  if (stores.length === 0) return <p>{text.said_pinsNone}</p>;
  return (
    <>
      <p>{text.said_pins}</p>
      <ul class="pin-stores">
        {stores.map(store => (
          <li key={store.storeId}>
            <span>{store.name}</span>
            <span class={`chip ${store.renewed ? 'ok' : 'warn'}`}>
              <Icon name={store.renewed ? 'tick' : 'mark'} />
              {store.renewed ? text.renewed : text.needsPin}
            </span>
            {!store.renewed && maySet && (
              <a href={addressOf('stores', store.storeId, 'pin')}>{text.setPin(store.name)}</a>
            )}
          </li>
        ))}
      </ul>
      {needy.length > 0 && !maySet && <p>{text.askMarketer}</p>}
    </>
  );
};

const Rotation = ({ state }: Pick<Leave['parts']['rotation'], 'state'>) => {
  const text = useConsole().words.leavers;
  return (
    <p>
      {text[`said_rotation_${state}`]} <a href={addressOf('rotation')}>{text.rotationLink}</a>
    </p>
  );
};

const useSaid = ({ parts, leftAt }: Leave) => {
  const text = useConsole().words.leavers;
  const said: Readonly<Record<LeavePart, readonly [at: string | undefined, what: ComponentChildren]>> = {
    sessions: [parts.sessions.at, <p>{text.said_sessions}</p>],
    login: [parts.login.at, <p>{text[`said_login_${parts.login.state}`]}</p>],
    pins: [parts.pins.at, <Pins stores={parts.pins.stores} />],
    rotation: [parts.rotation.doneAt, <Rotation state={parts.rotation.state} />],
    evidence: [
      leftAt,
      <p>
        {text.said_evidence} <Evidence row={parts.evidence} />
      </p>,
    ],
  };
  return said;
};

const Parts = ({ leave, zone }: { readonly leave: Leave; readonly zone: string }) => {
  const { words, figures } = useConsole();
  const text = words.leavers;
  const states = partStates(leave);
  const said = useSaid(leave);
  return (
    <Steps label={text.steps}>
      {leaveParts.map(part => {
        const [at, what] = said[part];
        return (
          <Step
            key={part}
            state={states[part]}
            name={text[`part_${part}`]}
            time={at === undefined ? undefined : { iso: at, shown: figures.moment(at, zone) }}
          >
            {what}
          </Step>
        );
      })}
    </Steps>
  );
};

/** The checklist of a leave, which fills itself; what is held up can be tried again. */
export const LeaveChecklist = (props: {
  readonly leave: Leave;
  readonly stale: boolean;
  readonly isNew: boolean;
  readonly sending: Sending;
  readonly onAgain: () => void;
}) => {
  const { words, figures } = useConsole();
  const { zone } = usePlaces();
  const text = words.leavers;
  const { leave, sending } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (props.isNew) heading.current?.focus();
  }, []);
  const done = Object.values(partStates(leave)).filter(state => state === 'done').length;
  return (
    <section class="sheet stack narrow">
      <div class="section-head">
        <h2 class="figures" tabIndex={-1} ref={heading}>
          {text.stepsDone(figures.count(done), figures.count(leaveParts.length))}
        </h2>
        <p class="small quiet figures">{text.leftAt(figures.moment(leave.leftAt, zone), leave.by)}</p>
      </div>
      {isProven(leave) && (
        <Notice tone="ok">
          <p>{text.proven}</p>
        </Notice>
      )}
      {props.stale && (
        <Notice tone="warn">
          <p>{words.desk.stale}</p>
        </Notice>
      )}
      <Parts leave={leave} zone={zone} />
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      {isHeldUp(leave) && (
        <div class="form-end">
          <button type="button" class="button" aria-disabled={sending.busy} onClick={props.onAgain}>
            {text.again}
          </button>
        </div>
      )}
    </section>
  );
};
