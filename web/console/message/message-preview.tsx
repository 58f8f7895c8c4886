import { useConsole } from '../console-context.ts';
import { Phone } from '../parts/phone.tsx';
import { exampleFillings, filledBody } from './filled-body.ts';
import type { PartMeasure } from './part-meter.ts';

const Parts = ({ parts }: { readonly parts: readonly string[] }) => {
  const { words, figures } = useConsole();
  if (parts.length < 2) return <p class="bubble">{parts[0]}</p>;
  return (
    <p class="bubble">
      {parts.map((part, at) => (
        <span key={at} class="bubble-part">
          <span class="part-mark">
            {words.compose.part(figures.count(at + 1), figures.count(parts.length))}
          </span>
          {part}
        </span>
      ))}
    </p>
  );
};

/** The SMS as it arrives: places filled at their real length, and where it is cut into parts. */
export const MessagePreview = (props: {
  readonly body: string;
  readonly measure: PartMeasure | undefined;
}) => {
  const { words, origin } = useConsole();
  const text = filledBody(props.body, exampleFillings(origin));
  return (
    <Phone label={words.compose.preview} bar={words.compose.previewFrom}>
      <Parts parts={props.measure?.parts ?? [text]} />
    </Phone>
  );
};
