import { useEffect, useRef, useState } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { Icon } from '../parts/icon.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { usePlaces } from '../parts/use-zone.ts';
import type { ShopperStanding } from './desk-answers.ts';
import { ReinstateForm, SuspendForm } from './suspension-forms.tsx';

const useFacts = ({ createdAt, verifiedAt, suspension }: ShopperStanding) => {
  const { words, figures } = useConsole();
  const { zone } = usePlaces();
  const text = words.standing;
  const known = [
    [text.createdAt, figures.moment(createdAt, zone)],
    [text.verifiedAt, figures.moment(verifiedAt, zone)],
  ] as const;
  if (suspension === undefined) return known;
  return [
    ...known,
    [text.since, figures.moment(suspension.since, zone)],
    [text.reason, words.facts[`reason_${suspension.reason}`]],
    [text.by, suspension.by],
  ] as const;
};

const Facts = ({ standing }: { readonly standing: ShopperStanding }) => (
  <dl class="pairs">
    {useFacts(standing).map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd class="figures">{value}</dd>
      </div>
    ))}
  </dl>
);

const Chip = ({ suspended }: { readonly suspended: boolean }) => {
  const text = useConsole().words.standing;
  return (
    <span class={`chip ${suspended ? 'seal' : 'ok'}`}>
      <Icon name={suspended ? 'stop' : 'tick'} />
      {suspended ? text.suspended : text.active}
    </span>
  );
};

const Change = (props: {
  readonly standing: ShopperStanding;
  readonly onDone: (standing: ShopperStanding) => void;
}) => {
  const text = useConsole().words.standing;
  const [open, setOpen] = useState(false);
  const { shopperId, suspension } = props.standing;
  if (suspension !== undefined) return <ReinstateForm shopperId={shopperId} onDone={props.onDone} />;
  if (open) return <SuspendForm shopperId={shopperId} onDone={props.onDone} />;
  return (
    <div class="form-end">
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {text.open}
      </button>
    </div>
  );
};

/** How a shopper stands and since when, without their number; from here they are suspended and reinstated. */
export const Standing = ({ shopperId }: { readonly shopperId: string }) => {
  const { api, words } = useConsole();
  const text = words.standing;
  const heading = useRef<HTMLHeadingElement>(null);
  const path = `/v1/custodian/shoppers/${shopperId}`;
  const loaded = useLoaded(path, () => api.get<ShopperStanding>(path));
  const [changed, setChanged] = useState<ShopperStanding | undefined>();
  const standing = changed ?? loaded.value;
  useEffect(() => {
    if (changed !== undefined) heading.current?.focus();
  }, [changed]);
  return (
    <section class="sheet stack narrow" aria-busy={loaded.busy}>
      <div class="section-head">
        <h2 tabIndex={-1} ref={heading}>
          {text.title}
        </h2>
        {standing !== undefined && <Chip suspended={standing.suspension !== undefined} />}
      </div>
      {changed !== undefined && (
        <Notice tone="ok">
          <p>{changed.suspension === undefined ? text.didReinstate : text.didSuspend}</p>
        </Notice>
      )}
      {loaded.problem !== undefined && <ProblemNotice problem={loaded.problem} tone="warn" />}
      {standing !== undefined && <Facts standing={standing} />}
      {standing !== undefined && (
        <Change key={standing.suspension?.since} standing={standing} onDone={setChanged} />
      )}
    </section>
  );
};
