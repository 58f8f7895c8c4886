import type { Store } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { OneOf, StoreChoice } from '../parts/choices.tsx';
import { DateField, Field, TextArea, TextField } from '../parts/field.tsx';
import { LookFields } from './look-fields.tsx';
import { LimitFields } from './limit-fields.tsx';
import { PictureFields } from './picture-fields.tsx';
import { WindowFields } from './window-fields.tsx';
import type { Draft } from '../parts/use-draft.ts';
import type { CouponDraft, CouponFaults } from './coupon-form.ts';

/** What every part of the form works on. */
export type CouponFieldProps = {
  readonly draft: Draft<CouponDraft>;
  readonly faults: CouponFaults;
  readonly stores: readonly Store[];
};

const Offer = ({ draft, faults }: CouponFieldProps) => {
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
      <TextArea
        label={text.couponTerms}
        hint={text.couponTermsHint}
        optional
        maxLength={1000}
        value={draft.value.terms}
        onText={terms => draft.set({ terms })}
      />
    </>
  );
};

const Days = ({ draft, faults }: CouponFieldProps) => {
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

const GroupChoice = ({ draft, faults, stores }: CouponFieldProps) => {
  const text = useConsole().words.coupons;
  const groups = [...new Set(stores.flatMap(({ group }) => group ?? []))];
  return (
    <Field label={text.storeGroup} error={faults.storeGroup && text[faults.storeGroup]}>
      {links => (
        <select
          {...links}
          class="input"
          value={draft.value.storeGroup}
          onChange={event => draft.set({ storeGroup: event.currentTarget.value })}
        >
          <option value="">{text.groupChoose}</option>
          {groups.map(group => (
            <option key={group} value={group}>
              {group}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
};

const Where = (props: CouponFieldProps) => {
  const { words } = useConsole();
  const text = words.places;
  const { draft, faults, stores } = props;
  const hasGroups = stores.some(({ group }) => group !== undefined);
  return (
    <>
      <OneOf
        legend={text.couponStores}
        value={draft.value.where}
        options={[
          ['all', text.couponAllStores],
          ['some', text.couponSomeStores],
          ...(hasGroups ? [['group', words.coupons.oneGroup] as const] : []),
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
      {draft.value.where === 'group' && <GroupChoice {...props} />}
    </>
  );
};

/** The fields of a coupon: offer, days, stores and whether anyone may take it; the rest is folded away. */
export const CouponFields = (props: CouponFieldProps) => {
  const { words } = useConsole();
  const text = words.places;
  const { draft } = props;
  return (
    <>
      <Offer {...props} />
      <Days {...props} />
      <Where {...props} />
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
      <div>
        <WindowFields {...props} />
        <LimitFields {...props} />
        <LookFields {...props} />
        <PictureFields {...props} />
      </div>
    </>
  );
};
