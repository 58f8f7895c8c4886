import type { Campaign, Coupon } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { OneOf } from '../parts/choices.tsx';
import { DateField, Field } from '../parts/field.tsx';
import { daysAtMost, daysFrom, splits, type UsageFilter } from './usage.ts';

type Choice = { readonly id: string; readonly name: string };

const Select = (props: {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onPick: (id: string) => void;
}) => {
  const { words } = useConsole();
  return (
    <Field label={props.label}>
      {links => (
        <select
          {...links}
          class="input"
          value={props.value}
          onChange={event => props.onPick(event.currentTarget.value)}
        >
          <option value="">{words.usage.all}</option>
          {props.choices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
};

/** What is wrong with the days of a filter, in words. */
export const useDayFault = ({ from, to }: UsageFilter): string | undefined => {
  const { words, figures } = useConsole();
  const days = daysFrom(from, to).length;
  if (days === 0) return words.usage.daysWrong;
  return days > daysAtMost ? words.usage.daysMany(figures.count(daysAtMost)) : undefined;
};

/** The choice of what is counted: coupon, campaign, days, and by what it is split up. */
export const UsageFilters = (props: {
  readonly filter: UsageFilter;
  readonly coupons: readonly Coupon[];
  readonly campaigns: readonly Campaign[];
  readonly onFilter: (filter: UsageFilter) => void;
}) => {
  const text = useConsole().words.usage;
  const { filter, coupons, campaigns } = props;
  const change = (part: Partial<UsageFilter>) => props.onFilter({ ...filter, ...part });
  return (
    <div class="usage-filters">
      <Select
        label={text.coupon}
        value={filter.couponId}
        choices={coupons.map(({ couponId, title }) => ({ id: couponId, name: title }))}
        onPick={couponId => change({ couponId })}
      />
      <Select
        label={text.campaign}
        value={filter.campaignId}
        choices={campaigns.map(({ campaignId, name }) => ({ id: campaignId, name }))}
        onPick={campaignId => change({ campaignId })}
      />
      <DateField label={text.from} type="date" value={filter.from} onText={from => change({ from })} />
      <DateField
        label={text.to}
        type="date"
        value={filter.to}
        error={useDayFault(filter)}
        onText={to => change({ to })}
      />
      <OneOf
        legend={text.by}
        value={filter.by}
        options={splits.map(split => [split, text[`by_${split}`]] as const)}
        onPick={by => change({ by })}
      />
    </div>
  );
};
