import type { Store } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { OneOf, StoreChoice } from '../parts/choices.tsx';
import { DateField, Field, TextField } from '../parts/field.tsx';
import type { Draft } from '../parts/use-draft.ts';
import type { CouponDraft, CouponFaults } from './coupon-form.ts';

type Props = {
  readonly draft: Draft<CouponDraft>;
  readonly faults: CouponFaults;
  readonly stores: readonly Store[];
};

const Offer = ({ draft, faults }: Props) => {
  const text = useConsole().words.places;
  return (
    <>
      <TextField
        label={text.couponTitle}
        hint={text.couponTitleHint}
        value={draft.value.title}
        maxLength={60}
        error={faults.title && text[faults.title]}
        onText={title => draft.set({ title })}
      />
      <Field label={text.couponTerms} hint={text.couponTermsHint} optional>
        {links => (
          <textarea
            {...links}
            class="input"
            rows={2}
            maxLength={1000}
            value={draft.value.terms}
            onInput={event => draft.set({ terms: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
};

const Days = ({ draft, faults }: Props) => {
  const text = useConsole().words.places;
  return (
    <div class="pair">
      <DateField
        label={text.couponFrom}
        hint={text.couponFromHint}
        type="date"
        optional
        value={draft.value.validFrom}
        onText={validFrom => draft.set({ validFrom })}
      />
      <DateField
        label={text.couponUntil}
        hint={text.couponUntilHint}
        type="date"
        value={draft.value.validUntil}
        error={faults.validUntil && text[faults.validUntil]}
        onText={validUntil => draft.set({ validUntil })}
      />
    </div>
  );
};

const Where = ({ draft, faults, stores }: Props) => {
  const text = useConsole().words.places;
  return (
    <>
      <OneOf
        legend={text.couponStores}
        value={draft.value.where}
        options={[
          ['all', text.couponAllStores],
          ['some', text.couponSomeStores],
        ]}
        onPick={where => draft.set({ where })}
      />
      {draft.value.where === 'some' && (
        <StoreChoice
          legend={text.couponStores}
          stores={stores}
          chosen={draft.value.storeIds}
          error={faults.storeIds && text[faults.storeIds]}
          onChoose={storeIds => draft.set({ storeIds })}
        />
      )}
    </>
  );
};

const Limits = ({ draft, faults }: Props) => {
  const text = useConsole().words.places;
  const limits = [
    ['perPersonLimit', text.couponPerPerson, text.couponOnce],
    ['totalLimit', text.couponTotal, text.couponNoLimit],
  ] as const;
  return (
    <div class="pair">
      {limits.map(([name, label, hint]) => (
        <TextField
          key={name}
          label={label}
          hint={hint}
          optional
          inputMode="numeric"
          maxLength={9}
          value={draft.value[name]}
          error={faults[name] && text[faults[name]]}
          onText={limit => draft.set({ [name]: limit })}
        />
      ))}
    </div>
  );
};

/** The fields of a coupon: offer, days, stores, limits, and whether anyone may take it. */
export const CouponFields = (props: Props) => {
  const text = useConsole().words.places;
  const { draft } = props;
  return (
    <>
      <Offer {...props} />
      <Days {...props} />
      <Where {...props} />
      <Limits {...props} />
      <label class="choice">
        <input
          type="checkbox"
          checked={draft.value.public}
          onChange={event => draft.set({ public: event.currentTarget.checked })}
        />
        <span>
          {text.couponPublic}
          <span class="small quiet">{text.couponPublicHint}</span>
        </span>
      </label>
    </>
  );
};
