import { useConsole } from '../console-context.ts';
import { TextField } from '../parts/field.tsx';
import { Fold } from '../parts/fold.tsx';
import type { CouponFieldProps } from './coupon-fields.tsx';

/** How often a coupon can be used, by whom and where, and which others it does not go with. */
export const LimitFields = ({ draft, faults }: CouponFieldProps) => {
  const { places, coupons } = useConsole().words;
  const limits = [
    ['perPersonLimit', places.couponPerPerson, places.couponOnce],
    ['totalLimit', places.couponTotal, places.couponNoLimit],
    ['perStoreDayLimit', coupons.perStoreDay, places.couponNoLimit],
  ] as const;
  return (
    <Fold label={coupons.limits} faulty={limits.some(([name]) => faults[name] !== undefined)}>
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
            error={faults[name] && places[faults[name]]}
            onText={limit => draft.set({ [name]: limit })}
          />
        ))}
      </div>
      {draft.value.totalLimit !== '' && <p class="small quiet">{coupons.ceiling}</p>}
      <TextField
        label={coupons.exclusive}
        hint={coupons.exclusiveHint}
        optional
        maxLength={40}
        value={draft.value.exclusiveGroup}
        onText={exclusiveGroup => draft.set({ exclusiveGroup })}
      />
    </Fold>
  );
};
