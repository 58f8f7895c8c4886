import { useState } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { TextField } from '../parts/field.tsx';
import { goToFirstFault } from '../parts/first-fault.ts';
import { Icon } from '../parts/icon.tsx';
import { ListStates } from '../parts/list-states.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useList } from '../parts/use-loaded.ts';
import { addressOf, goTo } from '../route.ts';
import type { StaffMember } from './desk-answers.ts';
import { DeskTabs } from './desk-tabs.tsx';
import { isStaffId } from './leave-form.ts';

const Row = ({ member }: { readonly member: StaffMember }) => {
  const { words, person } = useConsole();
  const text = words.leavers;
  const isActive = member.state === 'active';
  const isMe = member.staffId === person.staffId;
  return (
    <tr>
      <th scope="row">
        {member.name}
        {isMe && <span class="small quiet"> {text.you}</span>}
      </th>
      <td data-label={text.staffId}>
        <code class="id">{member.staffId}</code>
      </td>
      <td data-label={text.state}>
        <span class={`chip ${isActive ? 'open' : 'over'}`}>
          <Icon name={isActive ? 'tick' : 'stop'} />
          {text[`state_${member.state}`]}
        </span>
      </td>
      <td>
        {!(isActive && isMe) && (
          <a
            class="button small"
            href={addressOf('leavers', member.staffId)}
            aria-label={isActive ? text.beginFor(member.name) : text.lookFor(member.name)}
          >
            {isActive ? text.begin : text.look}
          </a>
        )}
      </td>
    </tr>
  );
};

const People = ({ people }: { readonly people: readonly StaffMember[] }) => {
  const text = useConsole().words.leavers;
  return (
    <table class="rows people">
      <thead>
        <tr>
          {[text.name, text.staffId, text.state].map(head => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {people.map(member => (
          <Row key={member.staffId} member={member} />
        ))}
      </tbody>
    </table>
  );
};

const ById = () => {
  const text = useConsole().words.leavers;
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState(false);
  const open = (event: Event): void => {
    event.preventDefault();
    const staffId = typed.normalize('NFKC').trim();
    setFault(!isStaffId(staffId));
    if (isStaffId(staffId)) goTo('leavers', staffId);
    else goToFirstFault(event);
  };
  return (
    <form class="sheet stack tight narrow" noValidate onSubmit={open}>
      <TextField
        label={text.byId}
        hint={text.byIdHint}
        value={typed}
        autoComplete="off"
        spellcheck={false}
        maxLength={64}
        error={fault ? text.needStaffId : undefined}
        onText={setTyped}
      />
      <div class="form-end">
        <button type="submit" class="button">
          {text.open}
        </button>
      </div>
    </form>
  );
};

/** The people of the user directory, each with the way to end their access or to see how it ended. */
export const LeaverList = () => {
  const { words } = useConsole();
  const list = useList<StaffMember>('/v1/custodian/staff');
  return (
    <>
      <PageHead title={words.desk.leavers} />
      <DeskTabs here="leavers" />
      <div class="stack">
        <p class="quiet">{words.leavers.lead}</p>
        <ListStates list={list} empty={words.leavers.empty}>
          {people => <People people={people} />}
        </ListStates>
        <ById />
      </div>
    </>
  );
};
