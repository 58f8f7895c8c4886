import { useState } from 'preact/hooks';
import type { Store } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { TextField } from '../parts/field.tsx';
import { goToFirstFault } from '../parts/first-fault.ts';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { say } from '../parts/said.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { useSend } from '../parts/use-send.ts';
import { addressOf, goTo } from '../route.ts';
import { isPin, plainDigits } from './store-form.ts';

const pathOf = (storeId: string): string => `/v1/stores/${encodeURIComponent(storeId)}`;

const PinForm = ({ store }: { readonly store: Store }) => {
  const { words } = useConsole();
  const text = words.places;
  const [pin, setPin] = useState('');
  const [faulty, setFaulty] = useState(false);
  const sending = useSend();
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    setFaulty(!isPin(pin));
    if (!isPin(pin)) goToFirstFault(event);
    if (!isPin(pin) || sending.busy) return;
    const answer = await sending.put(`${pathOf(store.storeId)}/pin`, { pin: plainDigits(pin) });
    if (!answer.ok) return;
    say(text.pinSaved(store.name), addressOf('stores'));
    goTo('stores');
  };
  return (
    <form class="sheet stack narrow" noValidate onSubmit={event => void save(event)}>
      {store.pinState === 'ended' && (
        <Notice tone="warn">
          <p>{text.pinEndedLead}</p>
        </Notice>
      )}
      <p class="quiet">{text.pinLead}</p>
      <TextField
        label={text.storePin}
        hint={text.storePinHint}
        value={pin}
        inputMode="numeric"
        autoComplete="off"
        maxLength={8}
        error={faulty && !isPin(pin) ? text.badPin : undefined}
        onText={setPin}
      />
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <div class="form-end">
        <a class="button plain" href={addressOf('stores')}>
          {words.frame.back}
        </a>
        <button type="submit" class="button seal" aria-disabled={sending.busy}>
          {text.pinSave}
        </button>
      </div>
    </form>
  );
};

/** The page that gives a store a new PIN. The PIN stays in this form only. */
export const StorePinPage = ({ storeId }: { readonly storeId: string }) => {
  const { api, words } = useConsole();
  const { value, problem } = useLoaded(storeId, () => api.get<Store>(pathOf(storeId)));
  return (
    <>
      <PageHead title={value === undefined ? words.frame.stores : words.places.pinFor(value.name)} />
      {value === undefined && problem === undefined && <p class="quiet waiting">{words.frame.loading}</p>}
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value !== undefined && <PinForm store={value} />}
    </>
  );
};
