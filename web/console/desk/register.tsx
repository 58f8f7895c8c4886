import type { RegisterRow } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { Field } from '../parts/field.tsx';
import { ListStates } from '../parts/list-states.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useList } from '../parts/use-loaded.ts';
import { usePlaces } from '../parts/use-zone.ts';
import { goTo } from '../route.ts';
import { CheckEverything, useWholeCheck } from './check-everything.tsx';
import { DeskTabs } from './desk-tabs.tsx';
import { RegisterRows } from './register-rows.tsx';
import { registerKinds } from './whole-check.ts';

const KindChoice = ({ kind }: { readonly kind: string }) => {
  const text = useConsole().words.registers;
  return (
    <Field label={text.kind}>
      {links => (
        <select
          {...links}
          class="input"
          value={kind}
          onChange={event => goTo('registers', event.currentTarget.value)}
        >
          {registerKinds.map(name => (
            <option key={name} value={name} selected={name === kind}>
              {text[`kind_${name}`]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
};

/** The registers: a check of everything, and the rows of one of them. */
export const Register = ({ kind }: { readonly kind: string }) => {
  const { words } = useConsole();
  const list = useList<RegisterRow>(`/v1/custodian/registers/${encodeURIComponent(kind)}`);
  const { zone } = usePlaces();
  const check = useWholeCheck();
  const { fault } = check.walk;
  return (
    <>
      <PageHead title={words.desk.registers} />
      <DeskTabs here="registers" />
      <div class="stack">
        <CheckEverything check={check} here={kind} zone={zone} />
        <div class="register-kind">
          <KindChoice kind={kind} />
        </div>
        <ListStates list={list} empty={words.registers.none}>
          {rows => (
            <RegisterRows
              rows={rows}
              zone={zone}
              isFaulty={row =>
                fault?.kind === kind && fault.chain === row.chain && fault.sequence === row.sequence
              }
            />
          )}
        </ListStates>
      </div>
    </>
  );
};
