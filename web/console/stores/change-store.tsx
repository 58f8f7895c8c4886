import { useState } from 'preact/hooks';
import type { Store } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { TextField } from '../parts/field.tsx';
import { goToFirstFault } from '../parts/first-fault.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import { say } from '../parts/said.tsx';
import { useSend } from '../parts/use-send.ts';
import { addressOf, goTo } from '../route.ts';

/** The form that gives a store another name or group; its zone is shown, since it stays. */
export const ChangeStore = ({ store }: { readonly store: Store }) => {
  const { words } = useConsole();
  const text = words.store;
  const [name, setName] = useState(store.name);
  const [group, setGroup] = useState(store.group ?? '');
  const [nameless, setNameless] = useState(false);
  const sending = useSend();
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const isEmpty = name.trim() === '';
    setNameless(isEmpty);
    if (isEmpty) goToFirstFault(event);
    if (isEmpty || sending.busy) return;
    const wish = { name: name.trim(), group: group.trim() || null };
    const answer = await sending.put<Store>(`/v1/stores/${encodeURIComponent(store.storeId)}`, wish);
    if (!answer.ok) return;
    say(text.saved(answer.value.name), addressOf('stores'));
    goTo('stores');
  };
  return (
    <form class="sheet stack" noValidate aria-label={text.change} onSubmit={event => void save(event)}>
      <TextField
        label={words.places.storeName}
        value={name}
        maxLength={80}
        error={nameless && name.trim() === '' ? words.places.needStoreName : undefined}
        onText={setName}
      />
      <TextField
        label={words.coupons.storeGroup}
        hint={text.groupHint}
        optional
        value={group}
        maxLength={40}
        onText={setGroup}
      />
      <p class="small quiet">
        {words.places.storeZone}: {store.timeZone}
        <br />
        {text.zoneStays}
      </p>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <div class="form-end">
        <a class="button plain" href={addressOf('stores')}>
          {words.frame.back}
        </a>
        <button type="submit" class="button seal" aria-disabled={sending.busy}>
          {text.save}
        </button>
      </div>
    </form>
  );
};
