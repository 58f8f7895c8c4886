import { useState } from 'preact/hooks';
import type { RegisterRow } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { Field } from '../parts/field.tsx';
import { ListStates } from '../parts/list-states.tsx';
import { Notice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useList } from '../parts/use-loaded.ts';
import { usePlaces } from '../parts/use-zone.ts';
import { goTo } from '../route.ts';
import type { Words } from '../words/words.ts';
import { type ChainCheck, checkChain } from './chain.ts';
import { DeskTabs } from './desk-tabs.tsx';

const kinds = ['readings', 'consents', 'disclosures', 'rotations', 'erasures'] as const;

const KindChoice = ({ kind }: { readonly kind: string }) => {
  const text = useConsole().words.desk;
  return (
    <Field label={text.kind}>
      {links => (
        <select
          {...links}
          class="input"
          value={kind}
          onChange={event => goTo('registers', event.currentTarget.value)}
        >
          {kinds.map(name => (
            <option key={name} value={name} selected={name === kind}>
              {text[`kind_${name}`]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
};

const Found = ({ check }: { readonly check: ChainCheck }) => {
  const { words, figures } = useConsole();
  const text = words.desk;
  const broken = check.broken.map(row => figures.count(row.sequence)).join(', ');
  return (
    <Notice tone={check.broken.length > 0 ? 'seal' : 'ok'} alert={check.broken.length > 0}>
      <p>{check.broken.length > 0 ? text.chainBroken(broken) : text.chainOk(figures.count(check.checked))}</p>
      {check.loose > 0 && <p class="small">{text.chainLoose(figures.count(check.loose))}</p>}
    </Notice>
  );
};

const factName = (text: Words['desk'], name: string): string => {
  const words: Readonly<Record<string, unknown>> = text;
  const known = name === 'chain' ? text.chain : words[`fact_${name}`];
  return typeof known === 'string' ? known : name;
};

const factText = (text: Words['desk'], name: string, value: string): string => {
  const words: Readonly<Record<string, unknown>> = text;
  const known = name === 'purpose' ? words[`purpose_${value}`] : undefined;
  return typeof known === 'string' ? known : value;
};

const Row = (props: { readonly row: RegisterRow; readonly zone: string; readonly broken: boolean }) => {
  const { words, figures } = useConsole();
  const text = words.desk;
  const { row } = props;
  return (
    <tr class={props.broken ? 'broken' : ''}>
      <th scope="row" class="figures">
        {figures.count(row.sequence)}
      </th>
      <td class="figures" data-label={text.at}>
        {figures.moment(row.at, props.zone)}
      </td>
      <td data-label={text.what}>
        <dl class="facts">
          {[...Object.entries(row.fact), ['chain', row.chain] as const].map(([name, value]) => (
            <div key={name}>
              <dt>{factName(text, name)}</dt>
              <dd>{factText(text, name, String(value))}</dd>
            </div>
          ))}
        </dl>
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

const Rows = ({
  rows,
  broken,
}: {
  readonly rows: readonly RegisterRow[];
  readonly broken: readonly RegisterRow[];
}) => {
  const text = useConsole().words.desk;
  const { zone } = usePlaces();
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
        {rows.map(row => (
          <Row key={`${row.chain} ${row.sequence}`} row={row} zone={zone} broken={broken.includes(row)} />
        ))}
      </tbody>
    </table>
  );
};

/** A register: its rows with their hashes, and a check of the links in view. */
export const Register = ({ kind }: { readonly kind: string }) => {
  const { words } = useConsole();
  const text = words.desk;
  const list = useList<RegisterRow>(`/v1/custodian/registers/${encodeURIComponent(kind)}`);
  const [checked, setChecked] = useState<{
    readonly of: readonly RegisterRow[];
    readonly check: ChainCheck;
  }>();
  const rows = list.value ?? [];
  const check = checked !== undefined && checked.of === list.value ? checked.check : undefined;
  return (
    <>
      <PageHead title={text.registers} />
      <DeskTabs here="registers" />
      <div class="register-head">
        <KindChoice kind={kind} />
        <div class="stack tight">
          <div>
            <button
              type="button"
              class="button"
              aria-disabled={rows.length === 0}
              onClick={() =>
                void checkChain(kind, rows).then(found => setChecked({ of: rows, check: found }))
              }
            >
              {text.verify}
            </button>
          </div>
          <p class="small quiet">{text.verifyLead}</p>
        </div>
      </div>
      {check !== undefined && rows.length > 0 && <Found check={check} />}
      <ListStates list={list} empty={text.none}>
        {items => <Rows rows={items} broken={check?.broken ?? []} />}
      </ListStates>
    </>
  );
};
