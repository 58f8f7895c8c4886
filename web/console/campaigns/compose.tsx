import { makeIntent, serverNowMs } from '../../paper/api.ts';
import type { Campaign, Coupon } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { BodyEditor } from '../message/body-editor.tsx';
import { MessagePreview } from '../message/message-preview.tsx';
import { useMeasure } from '../message/use-measure.ts';
import { TextField } from '../parts/field.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { useFaults } from '../parts/use-faults.ts';
import { readWhole, useLoaded } from '../parts/use-loaded.ts';
import { useSend } from '../parts/use-send.ts';
import { usePlaces, zoneOf } from '../parts/use-zone.ts';
import { addressOf, goTo } from '../route.ts';
import { wallInZone } from '../zoned-time.ts';
import { AudienceFields, CouponField, ScheduleFields } from './campaign-fields.tsx';
import { pathOf } from './campaign-path.ts';
import {
  type CampaignDraft,
  type CampaignFaults,
  campaignBody,
  campaignFaults,
  emptyCampaign,
} from './campaign-form.ts';

const useMakeAndPlan = () => {
  const { api } = useConsole();
  const making = useSend();
  const planning = useSend();
  const make = async (body: unknown, replaces: string): Promise<string | undefined> => {
    const made = await making.post<Campaign>('/v1/campaigns', body);
    if (!made.ok) return undefined;
    const { campaignId } = made.value;
    if (replaces !== '') await api.post(`${pathOf(replaces)}/cancel`, {}, { intent: makeIntent() });
    await planning.post(`${pathOf(campaignId)}/plan`);
    return campaignId;
  };
  return { make, busy: making.busy || planning.busy, problem: making.problem };
};

/** Writing a campaign: the form on the left, the phone that receives it on the right. */
export const Compose = () => {
  const { api, words } = useConsole();
  const text = words.compose;
  const draft = useDraft<CampaignDraft>('campaign', emptyCampaign);
  const { stores } = usePlaces();
  const coupons = useLoaded('coupons', () => readWhole<Coupon>(api, '/v1/coupons'));
  const measure = useMeasure(draft.value.body);
  const { make, busy, problem } = useMakeAndPlan();
  const zone = zoneOf(stores, draft.value.where === 'some' ? draft.value.storeIds : []);
  const found = campaignFaults(draft.value, wallInZone(serverNowMs(), zone));
  const { faults, isClean } = useFaults<CampaignFaults>(found, {});
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!isClean(event) || busy) return;
    const campaignId = await make(campaignBody(draft.value, zone), draft.value.replaces);
    if (campaignId === undefined) return;
    draft.drop();
    goTo('campaigns', campaignId);
  };
  const fields = { draft, faults, stores, zone };
  return (
    <>
      <PageHead title={text.title} />
      <div class="two">
        <form class="sheet stack" noValidate onSubmit={event => void save(event)}>
          {draft.value.replaces !== '' && (
            <Notice tone="warn">
              <p>{text.replaces}</p>
            </Notice>
          )}
          <TextField
            label={text.name}
            hint={text.nameHint}
            value={draft.value.name}
            maxLength={80}
            error={faults.name && text[faults.name]}
            onText={name => draft.set({ name })}
          />
          <CouponField
            {...fields}
            coupons={coupons.value?.filter(({ stoppedAt }) => stoppedAt === undefined)}
          />
          <BodyEditor
            body={draft.value.body}
            error={faults.body && text[faults.body]}
            measure={measure}
            onBody={body => draft.set({ body })}
          />
          <AudienceFields {...fields} />
          <ScheduleFields {...fields} />
          {problem !== undefined && <ProblemNotice problem={problem} />}
          <div class="form-end">
            <a class="button plain" href={addressOf('campaigns')}>
              {words.frame.back}
            </a>
            <button type="submit" class="button seal" aria-disabled={busy}>
              {text.seePlan}
            </button>
          </div>
        </form>
        <MessagePreview body={draft.value.body} measure={measure} />
      </div>
    </>
  );
};
