import type { Campaign, Coupon, Store } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { storesShown } from '../coupons/stores-shown.ts';
import { completeBody } from '../../../lambdas/domain/message.ts';
import { Facts } from '../parts/facts.tsx';
import { useLoaded } from '../parts/use-loaded.ts';

/** What a campaign was made of: coupon, audience, period and message. */
export const About = (props: {
  readonly campaign: Campaign;
  readonly stores: readonly Store[];
  readonly zone: string;
}) => {
  const { api, words, figures } = useConsole();
  const text = words.campaigns;
  const { campaign, stores, zone } = props;
  const coupon = useLoaded(campaign.couponId, () =>
    api.get<Coupon>(`/v1/coupons/${encodeURIComponent(campaign.couponId)}`),
  );
  const startAt = campaign.startAt ?? campaign.plan?.startsAt;
  const period = (start: string | undefined, end: string | undefined): string => {
    if (start === undefined) return end === undefined ? text.notYet : text.until(figures.moment(end, zone));
    const from = figures.moment(start, zone);
    return end === undefined ? text.from(from) : text.fromUntil(from, figures.moment(end, zone));
  };
  const lines = [
    [text.coupon, coupon.value?.title ?? campaign.couponId],
    [text.recipients, storesShown(campaign.audience.storeIds, stores, text, figures)],
    [text.period, period(startAt, campaign.endAt)],
    [text.created, figures.moment(campaign.createdAt, zone)],
  ] as const;
  return (
    <section class="sheet about">
      <Facts lines={lines}>
        <div>
          <dt>{text.message}</dt>
          <dd class="message-text">{completeBody(campaign.message.body)}</dd>
        </div>
      </Facts>
    </section>
  );
};
