import { useState } from 'preact/hooks';
import type { Campaign, Plan } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { MessagePreview } from '../message/message-preview.tsx';
import { useMeasure } from '../message/use-measure.ts';
import { Ask } from '../parts/ask.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { leaveDraft } from '../parts/use-draft.ts';
import { type Sending, useSend } from '../parts/use-send.ts';
import { goTo } from '../route.ts';
import { draftOf } from './campaign-form.ts';
import { pathOf } from './campaign-path.ts';
import { Receipt, useCost } from './receipt.tsx';

type Props = {
  readonly campaign: Campaign;
  readonly zone: string;
  readonly onDone: (after: Campaign) => Promise<void>;
};

const LaunchAsk = (props: {
  readonly plan: Plan;
  readonly sending: Sending;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) => {
  const { words, figures } = useConsole();
  const text = words.compose;
  const cost = useCost();
  const { recipients, cost: range } = props.plan;
  const people = words.campaigns.people(figures.count(recipients));
  return (
    <Ask
      title={text.launch}
      yes={text.launchYes}
      no={text.launchNo}
      busy={props.sending.busy}
      onYes={props.onYes}
      onNo={props.onNo}
    >
      <p class="ask-figures">{text.launchAsk(people, cost(range.min, range.max, range.currency))}</p>
      <p class="quiet">{text.launchNote}</p>
    </Ask>
  );
};

const useMoves = ({ campaign, onDone }: Props) => {
  const sending = useSend();
  const move = async (name: 'plan' | 'launch'): Promise<void> => {
    if (sending.busy) return;
    const answer = await sending.post<Campaign>(`${pathOf(campaign.campaignId)}/${name}`);
    if (answer.ok) await onDone(answer.value);
  };
  return { sending, move };
};

/** The plan of a campaign that has not been sent: the receipt, the phone, and the one launch. */
export const PlanSection = (props: Props) => {
  const { words, keep } = useConsole();
  const text = words.compose;
  const { campaign, zone } = props;
  const { plan } = campaign;
  const { sending, move } = useMoves(props);
  const [asking, setAsking] = useState(false);
  const measure = useMeasure(campaign.message.body);
  const edit = (): void => {
    leaveDraft(keep, 'campaign', draftOf(campaign, zone));
    goTo('campaigns', 'new');
  };
  const launch = async (): Promise<void> => {
    await move('launch');
    setAsking(false);
  };
  return (
    <div class="two">
      <div class="stack plan-column">
        {plan === undefined ? (
          <p class="empty">{text.planMissing}</p>
        ) : (
          <Receipt name={campaign.name} plan={plan} zone={zone} />
        )}
        {plan?.recipients === 0 && (
          <Notice tone="warn">
            <p>{text.planNobody}</p>
          </Notice>
        )}
        {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
        <div class="form-end">
          <button type="button" class="button" onClick={edit}>
            {text.edit}
          </button>
          {plan === undefined ? (
            <button type="button" class="button seal" onClick={() => void move('plan')}>
              {text.seePlan}
            </button>
          ) : (
            plan.recipients > 0 && (
              <button type="button" class="button seal" onClick={() => setAsking(true)}>
                {text.launch}
              </button>
            )
          )}
        </div>
      </div>
      <MessagePreview body={campaign.message.body} measure={measure} />
      {asking && plan !== undefined && (
        <LaunchAsk plan={plan} sending={sending} onYes={() => void launch()} onNo={() => setAsking(false)} />
      )}
    </div>
  );
};
