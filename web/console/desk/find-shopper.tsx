import { useState } from 'preact/hooks';
import type { Problem } from '../../paper/api.ts';
import type { Page } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { TextField } from '../parts/field.tsx';
import { goToFirstFault } from '../parts/first-fault.ts';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import type { FoundShopper } from './desk-answers.ts';
import { readWanted } from './reading-form.ts';

/** Who was found; `verifiedAt` is known when the number led there. */
export type Found = Pick<FoundShopper, 'shopperId'> & Partial<FoundShopper>;

type Outcome = 'unclear' | 'nobody' | Problem | undefined;

/** Searching by id or by number, and what came of it. */
export const useSearch = (onFound: (found: Found) => void) => {
  const { api } = useConsole();
  const [outcome, setOutcome] = useState<Outcome>();
  const [busy, setBusy] = useState(false);
  const search = async (typed: string): Promise<boolean> => {
    const wanted = readWanted(typed);
    setOutcome(wanted === undefined ? 'unclear' : undefined);
    if (wanted?.by === 'id') onFound({ shopperId: wanted.shopperId });
    if (wanted?.by !== 'number') return wanted !== undefined;
    setBusy(true);
    const answer = await api.post<Page<FoundShopper>>('/v1/custodian/searches', { phone: wanted.phone });
    setBusy(false);
    const [found] = answer.ok ? answer.value.items : [];
    if (found !== undefined) onFound(found);
    else setOutcome(answer.ok ? 'nobody' : answer.problem);
    return found !== undefined;
  };
  return { outcome, busy, search };
};

/**
 * The search by id or by number. What is typed lives in this field alone, and leaves it when someone is found. It rests
 * while a number is being read, whose answer would have nowhere to show.
 */
export const FindShopper = (props: {
  readonly searching: ReturnType<typeof useSearch>;
  readonly rests: boolean;
}) => {
  const text = useConsole().words.desk;
  const [typed, setTyped] = useState('');
  const { outcome, busy, search } = props.searching;
  const rests = busy || props.rests;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (rests) return;
    if (readWanted(typed) === undefined) goToFirstFault(event);
    if (await search(typed)) setTyped('');
  };
  return (
    <form class="sheet stack narrow" noValidate onSubmit={event => void submit(event)}>
      <p class="quiet">{text.findLead}</p>
      <TextField
        label={text.findWhat}
        hint={text.findHint}
        value={typed}
        autoComplete="off"
        spellcheck={false}
        maxLength={40}
        error={outcome === 'unclear' ? text.needFind : undefined}
        onText={setTyped}
      />
      {outcome === 'nobody' && (
        <Notice tone="warn">
          <p>{text.foundNone}</p>
        </Notice>
      )}
      {typeof outcome === 'object' && <ProblemNotice problem={outcome} />}
      <div class="form-end">
        <button type="submit" class="button" aria-disabled={rests}>
          {text.find}
        </button>
      </div>
    </form>
  );
};
