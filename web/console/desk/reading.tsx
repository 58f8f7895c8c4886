import { useState } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { OneOf } from '../parts/choices.tsx';
import { TextField } from '../parts/field.tsx';
import { ProblemNotice } from '../parts/notice.tsx';
import { goToFirstFault } from '../parts/first-fault.ts';
import { PageHead } from '../parts/page-head.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { useSend } from '../parts/use-send.ts';
import { DeskTabs } from './desk-tabs.tsx';
import { purposes, type ReadingDraft, type ReadingFaults, readingFaults } from './reading-form.ts';
import { ShownNumber } from './shown-number.tsx';

type Shown = { readonly phone?: string; readonly reading: number };

/** Reading one number: who, why, under which ticket; it is shown for 30 s and then forgotten. */
export const Reading = () => {
  const { words } = useConsole();
  const text = words.desk;
  const draft = useDraft<ReadingDraft>('reading', { shopperId: '', purpose: 'desk', ticket: '' });
  const [faults, setFaults] = useState<ReadingFaults>({});
  const [shown, setShown] = useState<Shown | undefined>();
  const sending = useSend();
  const read = async (event: Event): Promise<void> => {
    event.preventDefault();
    const found = readingFaults(draft.value);
    setFaults(found);
    if (Object.keys(found).length > 0) goToFirstFault(event);
    if (Object.keys(found).length > 0 || sending.busy) return;
    setShown(undefined);
    const { shopperId, purpose, ticket } = draft.value;
    const body = { shopperId: shopperId.trim(), purpose, ticket: ticket.trim() };
    const answer = await sending.post<{ readonly phone: string }>('/v1/custodian/readings', body);
    if (answer.ok) setShown({ phone: answer.value.phone, reading: Date.now() });
  };
  return (
    <>
      <PageHead title={text.reading} />
      <DeskTabs here="reading" />
      <form class="sheet stack narrow" noValidate onSubmit={event => void read(event)}>
        <p class="quiet">{text.readingLead}</p>
        <TextField
          label={text.shopperId}
          hint={text.shopperIdHint}
          value={draft.value.shopperId}
          autoComplete="off"
          spellcheck={false}
          maxLength={40}
          error={faults.shopperId && text[faults.shopperId]}
          onText={shopperId => draft.set({ shopperId })}
        />
        <OneOf
          legend={text.purpose}
          value={draft.value.purpose}
          options={purposes.map(purpose => [purpose, text[`purpose_${purpose}`]] as const)}
          onPick={purpose => draft.set({ purpose })}
        />
        <TextField
          label={text.ticket}
          hint={text.ticketHint}
          value={draft.value.ticket}
          autoComplete="off"
          maxLength={60}
          error={faults.ticket && text[faults.ticket]}
          onText={ticket => draft.set({ ticket })}
        />
        {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
        <div class="form-end">
          <button type="submit" class="button seal" aria-disabled={sending.busy}>
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
    </>
  );
};
