import { useState } from 'preact/hooks';
import type { Answer, Api } from '../../paper/api.ts';
import { useConsole } from '../console-context.ts';
import { Icon } from '../parts/icon.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useEvery } from '../parts/use-every.ts';
import { readWhole, useLoaded } from '../parts/use-loaded.ts';
import { useSend } from '../parts/use-send.ts';
import { addressOf } from '../route.ts';
import type { Leave, StaffMember } from './desk-answers.ts';
import { DeskTabs } from './desk-tabs.tsx';
import { isProven, leaveBody, type LeaveWish } from './leave-form.ts';
import { LeaveChecklist } from './leave-checklist.tsx';
import { LeaverForm } from './leaver-form.tsx';

const pollMs = 3000;

const pathOf = (staffId: string): string => `/v1/custodian/staff/${encodeURIComponent(staffId)}/leave`;

type View = { readonly leave?: Leave };

const readLeave = async (api: Api, staffId: string): Promise<Answer<View>> => {
  const answer = await api.get<Leave>(pathOf(staffId));
  if (answer.ok) return { ...answer, value: { leave: answer.value } };
  return answer.problem.code === 'staff.has_not_left' ? { ok: true, status: 200, value: {} } : answer;
};

const useName = (staffId: string): string => {
  const { api } = useConsole();
  const { value } = useLoaded(`name ${staffId}`, () => readWhole<StaffMember>(api, '/v1/custodian/staff'));
  return value?.find(member => member.staffId === staffId)?.name ?? staffId;
};

const useLeave = (staffId: string) => {
  const { api } = useConsole();
  const { value, problem, again } = useLoaded(`leave ${staffId}`, () => readLeave(api, staffId));
  const [ended, setEnded] = useState<Leave | undefined>();
  const sending = useSend();
  const leave = value?.leave ?? ended;
  useEvery(pollMs, leave !== undefined && !isProven(leave), again);
  const end = async (wish: LeaveWish): Promise<void> => {
    if (sending.busy) return;
    const answer = await sending.post<Leave>(pathOf(staffId), leaveBody(wish));
    if (!answer.ok) return;
    setEnded(answer.value);
    await again();
  };
  return { value, problem, leave, isNew: ended !== undefined, sending, end };
};

const Body = ({ staffId, name }: { readonly staffId: string; readonly name: string }) => {
  const { words, person } = useConsole();
  const { value, problem, leave, isNew, sending, end } = useLeave(staffId);
  if (leave !== undefined) {
    return (
      <LeaveChecklist
        leave={leave}
        stale={problem !== undefined}
        isNew={isNew}
        sending={sending}
        onAgain={() => void end({ reason: '', storeIds: [] })}
      />
    );
  }
  if (problem !== undefined) return <ProblemNotice problem={problem} />;
  if (value === undefined) return <p class="quiet waiting">{words.frame.loading}</p>;
  if (staffId === person.staffId) {
    return (
      <Notice tone="warn">
        <p>{words.leavers.self}</p>
      </Notice>
    );
  }
  return <LeaverForm name={name} sending={sending} onEnd={end} />;
};

/** One person's leave: the form while they are here, and afterwards the checklist until all of it is proven. */
export const LeaverPage = ({ staffId }: { readonly staffId: string }) => {
  const { words } = useConsole();
  const name = useName(staffId);
  return (
    <>
      <PageHead title={words.leavers.title(name)}>
        <a class="button plain" href={addressOf('leavers')}>
          <Icon name="back" />
          {words.leavers.back}
        </a>
      </PageHead>
      <DeskTabs here="leavers" />
      <div class="stack">
        {name !== staffId && (
          <p class="small quiet">
            {words.leavers.staffId} <code class="id">{staffId}</code>
          </p>
        )}
        <Body staffId={staffId} name={name} />
      </div>
    </>
  );
};
