import { useEffect, useState } from 'preact/hooks';
import type { RegisterFact, RegisterRow } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { Icon } from '../parts/icon.tsx';
import { factName, factText } from './fact-words.ts';
import { shownWords, type ShownWords } from './shown-words.ts';

/** The words behind a consent row, once their hash was worked out here. */
const Shown = ({ fact }: { readonly fact: RegisterFact }) => {
  const text = useConsole().words.registers;
  const [shown, setShown] = useState<ShownWords>();
  useEffect(() => {
    void shownWords(fact).then(setShown);
  }, [fact]);
  if (shown === undefined) return null;
  return (
    <div class="shown-words">
      <dt>{text.shown}</dt>
      <dd>{shown === 'not_published' ? text.shownNotPublished : shown.words}</dd>
    </div>
  );
};

const Facts = ({ row, zone }: { readonly row: RegisterRow; readonly zone: string }) => {
  const { words, figures } = useConsole();
  return (
    <dl class="facts">
      {[...Object.entries(row.fact), ['chain', row.chain] as const].map(fact => (
        <div key={fact[0]}>
          <dt>{factName(words.facts, fact[0])}</dt>
          <dd>{factText(words.facts, figures, zone, fact)}</dd>
        </div>
      ))}
      <Shown fact={row.fact} />
    </dl>
  );
};

const Row = (props: { readonly row: RegisterRow; readonly zone: string; readonly faulty: boolean }) => {
  const { words, figures } = useConsole();
  const text = words.registers;
  const { row, zone } = props;
  return (
    <tr class={props.faulty ? 'faulty-row' : ''}>
      <th scope="row" class="figures">
        {figures.count(row.sequence)}
        {props.faulty && (
          <span class="chip seal">
            <Icon name="mark" />
            {text.faultyRow}
          </span>
        )}
      </th>
      <td class="figures" data-label={text.at}>
        {figures.moment(row.at, zone)}
      </td>
      <td data-label={text.what}>
        <Facts row={row} zone={zone} />
      </td>
      <td data-label={text.prevHash}>
        <code class="hash">{row.previousHash}</code>
      </td>
      <td data-label={text.hash}>
        <code class="hash">{row.hash}</code>
      </td>
    </tr>
  );
};

/** The rows of a register with their hashes; `isFaulty` marks the one that a check found. */
export const RegisterRows = (props: {
  readonly rows: readonly RegisterRow[];
  readonly zone: string;
  readonly isFaulty: (row: RegisterRow) => boolean;
}) => {
  const text = useConsole().words.registers;
  return (
    <table class="rows register">
      <thead>
        <tr>
          {[text.seq, text.at, text.what, text.prevHash, text.hash].map(head => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map(row => (
          <Row
            key={`${row.chain} ${row.sequence}`}
            row={row}
            zone={props.zone}
            faulty={props.isFaulty(row)}
          />
        ))}
      </tbody>
    </table>
  );
};
