import { useState } from 'preact/hooks';
import { benefitIn, messageIn, termsIn, titleIn, windowsIn } from '../../paper/coupon-words.ts';
import type { Coupon } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { Facts } from '../parts/facts.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { type Places, usePlaces } from '../parts/use-zone.ts';
import { CouponChip, couponStateOf } from './coupon-state.tsx';
import { StopCoupon } from './stop-coupon.tsx';
import { whereUsed } from './stores-shown.ts';
import { TicketPreview } from './ticket.tsx';

type Props = { readonly coupon: Coupon; readonly places: Places };

const usePeriod = ({ coupon }: Props, zone: string): readonly (readonly [string, string])[] => {
  const { words, language, figures } = useConsole();
  const text = words.coupons;
  const { validFrom, validUntil, validity, createdAt } = coupon;
  const moment = (iso: string | undefined) => (iso === undefined ? '—' : figures.moment(iso, zone));
  const windows = windowsIn(coupon.usableOn, language);
  return [
    [text.period, text.fromUntil(moment(validFrom ?? createdAt), moment(validUntil))],
    ...(validity?.kind === 'days-from-receipt'
      ? [[text.afterReceipt, text.daysAfter(figures.count(validity.days))] as const]
      : []),
    [text.when, windows.length === 0 ? text.always : windows.join(' / ')],
    [text.zone, zone],
    [text.made, moment(createdAt)],
  ];
};

const useLimits = ({ coupon, places }: Props): readonly (readonly [string, string])[] => {
  const { words, figures } = useConsole();
  const { places: text, coupons } = words;
  const times = (count: number | undefined) =>
    count === undefined ? text.noLimit : text.times(figures.count(count));
  const { totalLimit, used, perStoreDayLimit, exclusiveGroup } = coupon;
  return [
    [text.couponStores, whereUsed(coupon, places.stores, words.campaigns, figures)],
    [text.shown, coupon.public === true ? text.couponPublicShort : text.couponPrivateShort],
    [text.couponPerPerson, times(coupon.perPersonLimit)],
    [text.couponTotal, times(totalLimit)],
    ...(totalLimit === undefined || used === undefined
      ? []
      : [[coupons.used, coupons.usedOf(figures.count(used), figures.count(totalLimit))] as const]),
    ...(perStoreDayLimit === undefined ? [] : [[coupons.perStoreDay, times(perStoreDayLimit)] as const]),
    ...(exclusiveGroup === undefined ? [] : [[coupons.exclusive, exclusiveGroup] as const]),
  ];
};

const About = (props: Props & { readonly zone: string }) => {
  const { words, language } = useConsole();
  const { coupon } = props;
  const text = words.coupons;
  const lines = [
    [words.places.couponTitle, benefitIn(coupon, language)],
    [words.places.couponTerms, termsIn(coupon, language) || text.noTerms],
    ...usePeriod(props, props.zone),
    ...useLimits(props),
  ] as const;
  return (
    <section class="sheet stack about" aria-label={text.about}>
      <Facts lines={lines} />
      {coupon.totalLimit !== undefined && <p class="small quiet">{text.ceiling}</p>}
    </section>
  );
};

const Stopped = ({ coupon, zone }: { readonly coupon: Coupon; readonly zone: string }) => {
  const { words, language, figures } = useConsole();
  const message = messageIn(coupon.stopMessage, language);
  if (coupon.stoppedAt === undefined) return null;
  return (
    <Notice tone="warn">
      <p>{words.coupons.stoppedAt(figures.moment(coupon.stoppedAt, zone))}</p>
      {message !== undefined && <p>{words.coupons.stopSays(message)}</p>}
    </Notice>
  );
};

/** One coupon: how it stands and reads, how often it was used where that is counted, and its stop. */
export const CouponPage = ({ couponId }: { readonly couponId: string }) => {
  const { api, words, language } = useConsole();
  const path = `/v1/coupons/${encodeURIComponent(couponId)}`;
  const { value, problem } = useLoaded(couponId, () => api.get<Coupon>(path));
  const [stopped, setStopped] = useState<Coupon | undefined>();
  const places = usePlaces();
  if (value === undefined) {
    return (
      <>
        <PageHead title={words.frame.coupons} />
        {problem === undefined && <p class="quiet waiting">{words.frame.loading}</p>}
        {problem !== undefined && <ProblemNotice problem={problem} />}
      </>
    );
  }
  const coupon = { ...value, ...stopped };
  const zone = coupon.timeZone ?? places.zone;
  const mayStop = ['early', 'running'].includes(couponStateOf(coupon, Date.now()));
  const picture = coupon.picture && `/v1/pictures/${coupon.picture}`;
  const shown = {
    face: coupon,
    picture,
    validUntil: coupon.validUntil,
    where: coupon,
    stores: places.stores,
    zone,
    isOver: !mayStop,
  };
  return (
    <>
      <PageHead title={titleIn(coupon, language)} mark={<CouponChip coupon={coupon} />}>
        {mayStop && <StopCoupon coupon={coupon} onDone={setStopped} />}
      </PageHead>
      <Stopped coupon={coupon} zone={zone} />
      <div class="two">
        <About coupon={coupon} places={places} zone={zone} />
        <TicketPreview shown={shown} />
      </div>
    </>
  );
};
