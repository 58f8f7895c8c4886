import { useRef } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { Field } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { appendedPlaces, insertAt } from './filled-body.ts';
import { Meter } from './meter.tsx';
import type { PartMeasure } from './part-meter.ts';

type Props = {
  readonly body: string;
  readonly error?: string | undefined;
  readonly measure: PartMeasure | undefined;
  readonly onBody: (body: string) => void;
};

const places = [
  ['link', 'insertLink'],
  ['optout', 'insertOptout'],
] as const;

/** The editor of a body: text, buttons for the two places, the meter, and what the server will add. */
export const BodyEditor = ({ body, error, measure, onBody }: Props) => {
  const text = useConsole().words.compose;
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (place: string): void => {
    const from = area.current?.selectionStart ?? body.length;
    const { body: after, caret } = insertAt(body, place, from, area.current?.selectionEnd ?? from);
    onBody(after);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(caret, caret);
    });
  };
  return (
    <div class="stack tight">
      <Field label={text.body} hint={text.bodyHint} error={error}>
        {links => (
          <textarea
            {...links}
            ref={area}
            class="input body-area"
            rows={5}
            maxLength={600}
            value={body}
            onInput={event => onBody(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="inserts">
        {places.map(([place, label]) => (
          <button key={place} type="button" class="button small" onClick={() => insert(`{${place}}`)}>
            <Icon name="link" />
            {text[label]}
          </button>
        ))}
      </div>
      <Meter measure={measure} />
      {body.trim() !== '' &&
        appendedPlaces(body).map(place => (
          <p key={place} class="small quiet">
            {text[`appended_${place}`]}
          </p>
        ))}
    </div>
  );
};
