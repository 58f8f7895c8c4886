import type { Coupon, Store } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { OneOf, StoreChoice } from '../parts/choices.tsx';
import { DateField, Field } from '../parts/field.tsx';
import type { Draft } from '../parts/use-draft.ts';
import { addressOf } from '../route.ts';
import type { CampaignDraft, CampaignFaults } from './campaign-form.ts';

type Props = {
  readonly draft: Draft<CampaignDraft>;
  readonly faults: CampaignFaults;
  readonly stores: readonly Store[];
  readonly zone: string;
};

/** Which coupon goes with the message. */
export const CouponField = (props: Props & { readonly coupons: readonly Coupon[] | undefined }) => {
  const { words, figures } = useConsole();
  const text = words.compose;
  const { draft, faults, coupons, zone } = props;
  if (coupons !== undefined && coupons.length === 0) {
    return (
      <p>
        {text.couponNone} <a href={addressOf('coupons', 'new')}>{words.places.couponMake}</a>
      </p>
    );
  }
  return (
    <Field label={text.coupon} error={faults.couponId && text[faults.couponId]}>
      {links => (
        <select
          {...links}
          class="input"
          value={draft.value.couponId}
          onChange={event => draft.set({ couponId: event.currentTarget.value })}
        >
          <option value="">{text.couponChoose}</option>
          {coupons?.map(coupon => (
            <option
              key={coupon.couponId}
              value={coupon.couponId}
              selected={coupon.couponId === draft.value.couponId}
            >
              {`${coupon.title} · ${words.places.until(figures.day(coupon.validUntil, zone))}`}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
};

/** Who receives it: everyone who agreed, or the people of some stores. */
export const AudienceFields = ({ draft, faults, stores }: Props) => {
  const text = useConsole().words.compose;
  return (
    <div class="stack tight">
      <OneOf
        legend={text.audience}
        value={draft.value.where}
        options={[
          ['all', text.audienceAll],
          ['some', text.audienceStores],
        ]}
        onPick={where => draft.set({ where })}
      />
      {draft.value.where === 'some' && (
        <StoreChoice
          legend={text.audienceStores}
          stores={stores}
          chosen={draft.value.storeIds}
          error={faults.storeIds && text[faults.storeIds]}
          onChoose={storeIds => draft.set({ storeIds })}
        />
      )}
      <p class="small quiet">{text.audienceHint}</p>
    </div>
  );
};

/** When it starts and when it must be over, on the clock of the stores' zone. */
export const ScheduleFields = ({ draft, faults, zone }: Props) => {
  const text = useConsole().words.compose;
  return (
    <div class="stack tight">
      <OneOf
        legend={text.schedule}
        value={draft.value.start}
        options={[
          ['now', text.startNow],
          ['at', text.startAt],
        ]}
        onPick={start => draft.set({ start })}
      />
      <div class="pair">
        {draft.value.start === 'at' && (
          <DateField
            label={text.startTime}
            type="datetime-local"
            value={draft.value.startTime}
            error={faults.startTime && text[faults.startTime]}
            onText={startTime => draft.set({ startTime })}
          />
        )}
        <DateField
          label={text.endTime}
          hint={text.endHint}
          type="datetime-local"
          optional
          value={draft.value.endTime}
          error={faults.endTime && text[faults.endTime]}
          onText={endTime => draft.set({ endTime })}
        />
      </div>
      <p class="small quiet">{text.zone(zone)}</p>
    </div>
  );
};
