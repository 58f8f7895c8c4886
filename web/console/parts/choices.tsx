import { useId } from 'preact/hooks';
import type { Store } from '../answers.ts';
import { Icon } from './icon.tsx';

/** A choice of a few named things, one of which holds. */
export const OneOf = <Value extends string>(props: {
  readonly legend: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly onPick: (value: Value) => void;
}) => {
  const name = useId();
  return (
    <fieldset class="field">
      <legend>{props.legend}</legend>
      <div class="choice-row">
        {props.options.map(([value, label]) => (
          <label class="choice" key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={props.value === value}
              onChange={() => props.onPick(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};

/** A choice of stores, any number of them. */
export const StoreChoice = (props: {
  readonly legend: string;
  readonly stores: readonly Store[];
  readonly chosen: readonly string[];
  readonly error?: string | undefined;
  readonly onChoose: (storeIds: readonly string[]) => void;
}) => {
  const toggled = (storeId: string): readonly string[] =>
    props.chosen.includes(storeId) ? props.chosen.filter(id => id !== storeId) : [...props.chosen, storeId];
  return (
    <fieldset class={`field${props.error === undefined ? '' : ' faulty'}`}>
      <legend class="unseen">{props.legend}</legend>
      <div class="choice-row boxed">
        {props.stores.map(({ storeId, name }) => (
          <label class="choice" key={storeId}>
            <input
              type="checkbox"
              checked={props.chosen.includes(storeId)}
              onChange={() => props.onChoose(toggled(storeId))}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
      {props.error !== undefined && (
        <p class="field-error">
          <Icon name="mark" />
          {props.error}
        </p>
      )}
    </fieldset>
  );
};
