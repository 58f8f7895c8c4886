import { useState } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { Ask } from '../parts/ask.tsx';
import { OneOf } from '../parts/choices.tsx';
import { TextArea } from '../parts/field.tsx';
import { goToFirstFault } from '../parts/first-fault.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import { useSend } from '../parts/use-send.ts';
import { type ShopperStanding, suspensionReasons } from './desk-answers.ts';
import { noteBody, noteFault, type SuspensionWish } from './suspension-form.ts';

type FormProps = {
  readonly shopperId: string;
  readonly onDone: (standing: ShopperStanding) => void;
};

const NoteField = (props: {
  readonly note: string;
  readonly fault: ReturnType<typeof noteFault>;
  readonly onNote: (note: string) => void;
}) => {
  const text = useConsole().words.standing;
  return (
    <TextArea
      label={text.note}
      hint={text.noteHint}
      error={props.fault && text[props.fault]}
      optional
      maxLength={500}
      value={props.note}
      onText={props.onNote}
    />
  );
};

/** Looks a note over, asks once, sends once. */
const useAsked = (path: string, note: string, body: object, onDone: FormProps['onDone']) => {
  const sending = useSend();
  const [fault, setFault] = useState<ReturnType<typeof noteFault>>();
  const [asking, setAsking] = useState(false);
  const submit = (event: Event): void => {
    event.preventDefault();
    const found = noteFault(note);
    setFault(found);
    if (found !== undefined) goToFirstFault(event);
    else setAsking(true);
  };
  const send = async (): Promise<void> => {
    if (sending.busy) return;
    const answer = await sending.post<ShopperStanding>(path, { ...body, ...noteBody(note) });
    setAsking(false);
    if (answer.ok) onDone(answer.value);
  };
  return { sending, fault, asking, submit, send, no: () => setAsking(false) };
};

/** Suspending: a reason out of four, a note where one helps, and one question. */
export const SuspendForm = ({ shopperId, onDone }: FormProps) => {
  const { words } = useConsole();
  const text = words.standing;
  const [wish, setWish] = useState<SuspensionWish>({ reason: 'false_registration', note: '' });
  const path = `/v1/custodian/shoppers/${shopperId}/suspend`;
  const asked = useAsked(path, wish.note, { reason: wish.reason }, onDone);
  return (
    <form class="stack" noValidate onSubmit={asked.submit}>
      <p class="quiet">{text.lead}</p>
      <OneOf
        legend={text.reason}
        value={wish.reason}
        options={suspensionReasons.map(reason => [reason, words.facts[`reason_${reason}`]] as const)}
        onPick={reason => setWish({ ...wish, reason })}
      />
      <NoteField note={wish.note} fault={asked.fault} onNote={note => setWish({ ...wish, note })} />
      {asked.sending.problem !== undefined && <ProblemNotice problem={asked.sending.problem} />}
      <div class="form-end">
        <button type="submit" class="button">
          {text.suspend}
        </button>
      </div>
      {asked.asking && (
        <Ask
          title={text.askSuspend}
          yes={text.suspend}
          no={text.no}
          busy={asked.sending.busy}
          onYes={() => void asked.send()}
          onNo={asked.no}
        >
          <p class="ask-figures">{words.facts[`reason_${wish.reason}`]}</p>
          <p>{text.askSuspendText}</p>
        </Ask>
      )}
    </form>
  );
};

/** Ending a suspension: a note where one helps, and one question. */
export const ReinstateForm = ({ shopperId, onDone }: FormProps) => {
  const text = useConsole().words.standing;
  const [note, setNote] = useState('');
  const asked = useAsked(`/v1/custodian/shoppers/${shopperId}/reinstate`, note, {}, onDone);
  return (
    <form class="stack" noValidate onSubmit={asked.submit}>
      <p class="quiet">{text.leadSuspended}</p>
      <NoteField note={note} fault={asked.fault} onNote={setNote} />
      {asked.sending.problem !== undefined && <ProblemNotice problem={asked.sending.problem} />}
      <div class="form-end">
        <button type="submit" class="button">
          {text.reinstate}
        </button>
      </div>
      {asked.asking && (
        <Ask
          title={text.askReinstate}
          yes={text.reinstate}
          no={text.no}
          busy={asked.sending.busy}
          onYes={() => void asked.send()}
          onNo={asked.no}
        >
          <p>{text.askReinstateText}</p>
        </Ask>
      )}
    </form>
  );
};
