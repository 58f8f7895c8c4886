import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { Icon } from './icon.tsx';

/** What ties a control to its label, hint and error. */
export type FieldLinks = {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: 'true';
};

/** A labelled control with its hint and its error; the error is read out with the control. */
export const Field = (props: {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly children: (links: FieldLinks) => ComponentChildren;
}) => {
  const { words } = useConsole();
  const id = useId();
  const described = [props.error && `${id}-error`, props.hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>
        {props.label}
        {props.optional === true && <span class="optional">{words.frame.optional}</span>}
      </label>
      {props.children({
        id,
        ...(described === '' ? {} : { 'aria-describedby': described }),
        ...(props.error === undefined ? {} : { 'aria-invalid': 'true' }),
      })}
      {props.error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          <Icon name="mark" />
          {props.error}
        </p>
      )}
      {props.hint !== undefined && (
        <p class="small quiet" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  );
};

type LineProps = {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly value: string;
  readonly onText: (text: string) => void;
};

type TextProps = LineProps & {
  readonly maxLength: number;
  readonly inputMode?: 'numeric';
  readonly autoComplete?: 'off';
  readonly spellcheck?: boolean;
};

/** One line of text, or of digits. */
export const TextField = ({
  onText,
  maxLength,
  inputMode,
  autoComplete,
  spellcheck,
  ...field
}: TextProps) => (
  <Field {...field}>
    {links => (
      <input
        {...links}
        {...(inputMode === undefined ? {} : { inputMode })}
        {...(autoComplete === undefined ? {} : { autoComplete })}
        {...(spellcheck === undefined ? {} : { spellcheck })}
        class="input"
        maxLength={maxLength}
        value={field.value}
        onInput={event => onText(event.currentTarget.value)}
      />
    )}
  </Field>
);

/** Text of some lines. */
export const TextArea = ({ onText, maxLength, ...field }: LineProps & { readonly maxLength: number }) => (
  <Field {...field}>
    {links => (
      <textarea
        {...links}
        class="input"
        rows={2}
        maxLength={maxLength}
        value={field.value}
        onInput={event => onText(event.currentTarget.value)}
      />
    )}
  </Field>
);

/** A day, or a day with its time, as the browser lets people pick them. */
export const DateField = ({
  onText,
  type,
  ...field
}: LineProps & { readonly type: 'date' | 'datetime-local' }) => (
  <Field {...field}>
    {links => (
      <input
        {...links}
        type={type}
        class="input"
        value={field.value}
        onInput={event => onText(event.currentTarget.value)}
      />
    )}
  </Field>
);
