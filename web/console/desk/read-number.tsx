import { useEffect, useRef, useState } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { OneOf } from '../parts/choices.tsx';
import { TextField } from '../parts/field.tsx';
import { goToFirstFault } from '../parts/first-fault.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import type { Draft } from '../parts/use-draft.ts';
import { useSend } from '../parts/use-send.ts';
import { usePlaces } from '../parts/use-zone.ts';
import type { Found } from './find-shopper.tsx';
import { purposes, type ReadingDraft, ticketFault } from './reading-form.ts';
import { ShownNumber } from './shown-number.tsx';

type Shown = { readonly phone?: string; readonly reading: number };

const Whom = ({ found, isNew }: { readonly found: Found; readonly isNew: boolean }) => {
  const { words, figures } = useConsole();
  const { zone } = usePlaces();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isNew) heading.current?.focus();
  }, []);
  return (
    <div class="stack tight">
      <h2 tabIndex={-1} ref={heading}>
        {words.desk.found}
      </h2>
      <dl class="pairs">
        <div>
          <dt>{words.desk.shopperId}</dt>
          <dd>
            <code class="id">{found.shopperId}</code>
          </dd>
        </div>
        {found.verifiedAt !== undefined && (
          <div>
            <dt>{words.desk.foundBy}</dt>
            <dd class="figures">{figures.moment(found.verifiedAt, zone)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
};

const Why = ({
  draft,
  fault,
}: {
  readonly draft: Draft<ReadingDraft>;
  readonly fault: string | undefined;
}) => {
  const { words } = useConsole();
  const text = words.desk;
  return (
    <>
      <OneOf
        legend={text.purpose}
        value={draft.value.purpose}
        options={purposes.map(purpose => [purpose, words.facts[`purpose_${purpose}`]] as const)}
        onPick={purpose => draft.set({ purpose })}
      />
      <TextField
        label={text.ticket}
        hint={text.ticketHint}
        value={draft.value.ticket}
        autoComplete="off"
        maxLength={60}
        error={fault}
        onText={ticket => draft.set({ ticket })}
      />
    </>
  );
};

/**
 * Reading the number of the one who was found: why, under which ticket; it is shown for 30 s and then forgotten. It rests
 * while somebody else is searched for.
 */
export const ReadNumber = (props: {
  readonly found: Found;
  readonly isNew: boolean;
  readonly draft: Draft<ReadingDraft>;
  readonly rests: boolean;
  readonly onReading: (isReading: boolean) => void;
}) => {
  const text = useConsole().words.desk;
  const [fault, setFault] = useState<ReturnType<typeof ticketFault>>();
  const [shown, setShown] = useState<Shown | undefined>();
  const sending = useSend();
  const rests = sending.busy || props.rests;
  const read = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { purpose, ticket } = props.draft.value;
    const found = ticketFault(ticket);
    setFault(found);
    if (found !== undefined) goToFirstFault(event);
    if (found !== undefined || rests) return;
    setShown(undefined);
    const body = { shopperId: props.found.shopperId, purpose, ticket: ticket.trim() };
    props.onReading(true);
    const answer = await sending.post<{ readonly phone: string }>('/v1/custodian/readings', body);
    props.onReading(false);
    if (answer.ok) setShown({ phone: answer.value.phone, reading: Date.now() });
  };
  return (
    <form class="sheet stack narrow" noValidate onSubmit={event => void read(event)}>
      <Whom found={props.found} isNew={props.isNew} />
      <p class="quiet">{text.readingLead}</p>
      <Why draft={props.draft} fault={fault && text[fault]} />
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <div class="form-end">
        <button type="submit" class="button seal" aria-disabled={rests}>
          {text.read}
        </button>
      </div>
      {shown !== undefined && (
        <ShownNumber
          key={shown.reading}
          phone={shown.phone}
          onCover={() => setShown({ reading: shown.reading })}
        />
      )}
    </form>
  );
};
