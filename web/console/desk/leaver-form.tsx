import { useState } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { Ask } from '../parts/ask.tsx';
import { StoreChoice } from '../parts/choices.tsx';
import { TextArea } from '../parts/field.tsx';
import { useFaults } from '../parts/use-faults.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import type { Sending } from '../parts/use-send.ts';
import { type Places, usePlaces } from '../parts/use-zone.ts';
import { type LeaveFaults, leaveFaults, leaveParts, type LeaveWish } from './leave-form.ts';

type WishProps = {
  readonly wish: LeaveWish;
  readonly faults: LeaveFaults;
  readonly onWish: (wish: LeaveWish) => void;
};

const Reason = ({ wish, faults, onWish }: WishProps) => {
  const text = useConsole().words.leavers;
  return (
    <TextArea
      label={text.reason}
      hint={text.reasonHint}
      error={faults.reason && text[faults.reason]}
      optional
      maxLength={200}
      value={wish.reason}
      onText={reason => onWish({ ...wish, reason })}
    />
  );
};

const KnownPins = ({ wish, faults, onWish, places }: WishProps & { readonly places: Places }) => {
  const { words, person } = useConsole();
  const text = words.leavers;
  const { stores, ready } = places;
  if (!person.groups.includes('marketer')) return <p class="small quiet">{text.storesClosed}</p>;
  return (
    <div class="stack tight">
      <h3>{text.stores}</h3>
      {ready && stores.length === 0 && <p class="small quiet">{text.storesNone}</p>}
      {stores.length > 0 && (
        <StoreChoice
          legend={text.stores}
          stores={stores}
          chosen={wish.storeIds}
          error={faults.storeIds && text[faults.storeIds]}
          onChoose={storeIds => onWish({ ...wish, storeIds })}
        />
      )}
      <p class="small quiet">{text.storesHint}</p>
    </div>
  );
};

const Consequences = () => {
  const text = useConsole().words.leavers;
  return (
    <ul class="dotted">
      {leaveParts.map(part => (
        <li key={part}>{text[`does_${part}`]}</li>
      ))}
    </ul>
  );
};

const EndAsk = (props: {
  readonly name: string;
  readonly stores: readonly string[];
  readonly busy: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) => {
  const text = useConsole().words.leavers;
  return (
    <Ask
      title={text.askTitle(props.name)}
      yes={text.end}
      no={text.no}
      busy={props.busy}
      onYes={props.onYes}
      onNo={props.onNo}
    >
      <p class="ask-figures">{text.ask}</p>
      {props.stores.length > 0 && <p>{text.askStores(props.stores.join(', '))}</p>}
      <p class="quiet">{text.askNote}</p>
    </Ask>
  );
};

/** The form that ends a person's access: what happens, an optional reason, the PINs they knew, and one question. */
export const LeaverForm = (props: {
  readonly name: string;
  readonly sending: Sending;
  readonly onEnd: (wish: LeaveWish) => Promise<void>;
}) => {
  const text = useConsole().words.leavers;
  const [wish, setWish] = useState<LeaveWish>({ reason: '', storeIds: [] });
  const { faults, isClean } = useFaults<LeaveFaults>(leaveFaults(wish), {});
  const [asking, setAsking] = useState(false);
  const places = usePlaces();
  const submit = (event: Event): void => {
    event.preventDefault();
    if (isClean(event)) setAsking(true);
  };
  const end = async (): Promise<void> => {
    if (props.sending.busy) return;
    await props.onEnd(wish);
    setAsking(false);
  };
  const chosen = places.stores
    .filter(({ storeId }) => wish.storeIds.includes(storeId))
    .map(({ name }) => name);
  const fields = { wish, faults, onWish: setWish };
  return (
    <form class="sheet stack narrow" noValidate onSubmit={submit}>
      <div class="stack tight">
        <h2>{text.whatHappens}</h2>
        <Consequences />
      </div>
      <Reason {...fields} />
      <KnownPins {...fields} places={places} />
      {props.sending.problem !== undefined && <ProblemNotice problem={props.sending.problem} />}
      <div class="form-end">
        <button type="submit" class="button seal">
          {text.end}
        </button>
      </div>
      {asking && (
        <EndAsk
          name={props.name}
          stores={chosen}
          busy={props.sending.busy}
          onYes={() => void end()}
          onNo={() => setAsking(false)}
        />
      )}
    </form>
  );
};
