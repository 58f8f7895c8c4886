import { weekdayNames } from '../../paper/coupon-words.ts';
import { dayInWords } from '../../paper/when.ts';
import { useConsole } from '../console-context.ts';
import { DateField, Field, TextField } from '../parts/field.tsx';
import { Fold } from '../parts/fold.tsx';
import { Icon } from '../parts/icon.tsx';
import type { CouponFieldProps } from './coupon-fields.tsx';
import { mostBlackouts, mostHours, type TypedHours } from './window-form.ts';

const Weekdays = ({ draft }: CouponFieldProps) => {
  const { words, language } = useConsole();
  const text = words.coupons;
  const { weekdays } = draft.value;
  const toggled = (day: number): readonly number[] =>
    weekdays.includes(day) ? weekdays.filter(other => other !== day) : [...weekdays, day];
  return (
    <fieldset class="field">
      <legend>{text.weekdays}</legend>
      <div class="choice-row">
        {weekdayNames[language].map((name, place) => (
          <label class="choice" key={name}>
            <input
              type="checkbox"
              checked={weekdays.includes(place + 1)}
              onChange={() => draft.set({ weekdays: toggled(place + 1) })}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
      <p class="small quiet">{text.weekdaysHint}</p>
    </fieldset>
  );
};

const HoursRow = (props: {
  readonly place: number;
  readonly row: TypedHours;
  readonly onRow: (row: TypedHours | undefined) => void;
}) => {
  const text = useConsole().words.coupons;
  const { row, onRow } = props;
  const place = String(props.place + 1);
  const ends = [
    ['from', text.hourFrom(place)],
    ['to', text.hourTo(place)],
  ] as const;
  return (
    <div class="hours-row">
      {ends.map(([end, label]) => (
        <Field key={end} label={label}>
          {links => (
            <input
              {...links}
              type="time"
              class="input"
              value={row[end]}
              onInput={event => onRow({ ...row, [end]: event.currentTarget.value })}
            />
          )}
        </Field>
      ))}
      <button type="button" class="button plain" onClick={() => onRow(undefined)}>
        {text.hourDrop(place)}
      </button>
    </div>
  );
};

const Hours = ({ draft, faults }: CouponFieldProps) => {
  const text = useConsole().words.coupons;
  const { hours } = draft.value;
  const set = (place: number, row: TypedHours | undefined): void =>
    draft.set({ hours: hours.flatMap((old, at) => (at === place ? (row ?? []) : old)) });
  return (
    <fieldset class={`field${faults.hours === undefined ? '' : ' faulty'}`}>
      <legend>{text.hours}</legend>
      {hours.map((row, place) => (
        // Rows have no names of their own: one is known by its place.
        <HoursRow key={place} place={place} row={row} onRow={changed => set(place, changed)} />
      ))}
      {faults.hours !== undefined && (
        <p class="field-error">
          <Icon name="mark" />
          {text[faults.hours]}
        </p>
      )}
      {hours.length < mostHours && (
        <button
          type="button"
          class="button"
          onClick={() => draft.set({ hours: [...hours, { from: '', to: '' }] })}
        >
          <Icon name="plus" />
          {text.hourAdd}
        </button>
      )}
      <p class="small quiet">{text.hoursHint}</p>
    </fieldset>
  );
};

const Blackouts = ({ draft }: CouponFieldProps) => {
  const { words, language } = useConsole();
  const text = words.coupons;
  const { blackouts, blackout } = draft.value;
  const add = (): void => {
    if (blackout === '' || blackouts.includes(blackout)) return;
    draft.set({ blackouts: [...blackouts, blackout].sort(), blackout: '' });
  };
  return (
    <div class="stack tight">
      <DateField
        label={text.blackout}
        type="date"
        optional
        value={blackout}
        onText={day => draft.set({ blackout: day })}
      />
      {blackouts.length < mostBlackouts && (
        <div>
          <button type="button" class="button" aria-disabled={blackout === ''} onClick={add}>
            <Icon name="plus" />
            {text.blackoutAdd}
          </button>
        </div>
      )}
      {blackouts.map(day => (
        <div key={day}>
          <button
            type="button"
            class="button plain"
            onClick={() => draft.set({ blackouts: blackouts.filter(other => other !== day) })}
          >
            {text.blackoutDrop(dayInWords(day, language, Date.now()))}
          </button>
        </div>
      ))}
    </div>
  );
};

/** When a coupon can be used: weekdays, hours, dates left out, and days from receipt. */
export const WindowFields = (props: CouponFieldProps) => {
  const text = useConsole().words.coupons;
  const { draft, faults } = props;
  return (
    <Fold label={text.windows} faulty={faults.hours !== undefined || faults.days !== undefined}>
      <Weekdays {...props} />
      <Hours {...props} />
      <Blackouts {...props} />
      <TextField
        label={text.days}
        hint={text.daysHint}
        optional
        inputMode="numeric"
        maxLength={4}
        value={draft.value.days}
        error={faults.days && text[faults.days]}
        onText={days => draft.set({ days })}
      />
    </Fold>
  );
};
