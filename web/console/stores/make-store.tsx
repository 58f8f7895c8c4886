import { useMemo, useState } from 'preact/hooks';
import type { Store } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { Field, TextField } from '../parts/field.tsx';
import { ProblemNotice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { say } from '../parts/said.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { useFaults } from '../parts/use-faults.ts';
import { useSend } from '../parts/use-send.ts';
import { addressOf, goTo } from '../route.ts';
import { plainDigits, type StoreDraft, type StoreFaults, storeFaults, zonesOffered } from './store-form.ts';

/** The form that adds a store. The PIN stays in this form only. */
export const MakeStore = () => {
  const { words } = useConsole();
  const text = words.places;
  const draft = useDraft<StoreDraft>('store', { name: '', group: '', timeZone: 'Asia/Tokyo' });
  const [pin, setPin] = useState('');
  const { faults, isClean } = useFaults<StoreFaults>(storeFaults(draft.value, pin), {});
  const sending = useSend();
  const zones = useMemo(zonesOffered, []);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!isClean(event) || sending.busy) return;
    const { name, timeZone } = draft.value;
    const group = draft.value.group.trim();
    const answer = await sending.post<Store>('/v1/stores', {
      name: name.trim(),
      ...(group === '' ? {} : { group }),
      timeZone,
      pin: plainDigits(pin),
    });
    if (!answer.ok) return;
    draft.drop();
    say(text.storeSaved(answer.value.name), addressOf('stores'));
    goTo('stores');
  };
  return (
    <>
      <PageHead title={text.storeMake} />
      <form class="sheet stack" noValidate onSubmit={event => void save(event)}>
        <TextField
          label={text.storeName}
          value={draft.value.name}
          maxLength={80}
          error={faults.name && text[faults.name]}
          onText={name => draft.set({ name })}
        />
        <TextField
          label={words.coupons.storeGroup}
          hint={words.coupons.storeGroupHint}
          optional
          value={draft.value.group}
          maxLength={40}
          onText={group => draft.set({ group })}
        />
        <Field label={text.storeZone} hint={text.storeZoneHint}>
          {links => (
            <select
              {...links}
              class="input"
              value={draft.value.timeZone}
              onChange={event => draft.set({ timeZone: event.currentTarget.value })}
            >
              {zones.map(zone => (
                <option key={zone} value={zone}>
                  {zone}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField
          label={text.storePin}
          hint={text.storePinHint}
          value={pin}
          inputMode="numeric"
          autoComplete="off"
          maxLength={8}
          error={faults.pin && text[faults.pin]}
          onText={setPin}
        />
        {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
        <div class="form-end">
          <a class="button plain" href={addressOf('stores')}>
            {words.frame.back}
          </a>
          <button type="submit" class="button seal" aria-disabled={sending.busy}>
            {text.storeSave}
          </button>
        </div>
      </form>
    </>
  );
};
