import { useConsole } from '../console-context.ts';
import { OneOf } from '../parts/choices.tsx';
import { Field, TextArea, TextField } from '../parts/field.tsx';
import { Fold } from '../parts/fold.tsx';
import type { CouponFieldProps } from './coupon-fields.tsx';
import { currencies } from './look-form.ts';

const Amount = ({ draft, faults }: CouponFieldProps) => {
  const text = useConsole().words.coupons;
  return (
    <div class="pair">
      <TextField
        label={text.amount}
        inputMode="numeric"
        maxLength={13}
        value={draft.value.amount}
        error={faults.amount && text[faults.amount]}
        onText={amount => draft.set({ amount })}
      />
      <Field label={text.currency}>
        {links => (
          <select
            {...links}
            class="input"
            value={draft.value.currency}
            onChange={event => draft.set({ currency: event.currentTarget.value })}
          >
            {currencies.map(currency => (
              <option key={currency} value={currency}>
                {currency}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
};

const Large = ({ draft, faults }: CouponFieldProps) => {
  const text = useConsole().words.coupons;
  return (
    <div class="pair">
      <TextField
        label={text.benefitWords}
        maxLength={40}
        value={draft.value.benefitText}
        error={faults.benefitText && text[faults.benefitText]}
        onText={benefitText => draft.set({ benefitText })}
      />
      <TextField
        label={text.benefitWordsEn}
        optional
        maxLength={40}
        value={draft.value.benefitTextEn}
        onText={benefitTextEn => draft.set({ benefitTextEn })}
      />
    </div>
  );
};

/** How a coupon looks: what stands large on it, and what it says in English. */
export const LookFields = (props: CouponFieldProps) => {
  const text = useConsole().words.coupons;
  const { draft, faults } = props;
  return (
    <Fold label={text.look} faulty={faults.amount !== undefined || faults.benefitText !== undefined}>
      <OneOf
        legend={text.benefitAs}
        value={draft.value.benefitAs}
        options={[
          ['title', text.benefitTitle],
          ['amount', text.benefitAmount],
          ['text', text.benefitText],
        ]}
        onPick={benefitAs => draft.set({ benefitAs })}
      />
      {draft.value.benefitAs === 'amount' && <Amount {...props} />}
      {draft.value.benefitAs === 'text' && <Large {...props} />}
      <TextField
        label={text.titleEn}
        hint={text.englishHint}
        optional
        maxLength={60}
        value={draft.value.titleEn}
        onText={titleEn => draft.set({ titleEn })}
      />
      <TextArea
        label={text.termsEn}
        optional
        maxLength={1000}
        value={draft.value.termsEn}
        onText={termsEn => draft.set({ termsEn })}
      />
    </Fold>
  );
};
