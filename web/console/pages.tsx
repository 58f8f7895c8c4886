import { Analysis } from './analysis/analysis.tsx';
import { CampaignList } from './campaigns/campaign-list.tsx';
import { CampaignPage } from './campaigns/campaign-page.tsx';
import { Compose } from './campaigns/compose.tsx';
import { useConsole } from './console-context.ts';
import { CouponPage } from './coupons/coupon-page.tsx';
import { CouponList } from './coupons/coupon-list.tsx';
import { MakeCoupon } from './coupons/make-coupon.tsx';
import { LeaverPage } from './desk/leaver-page.tsx';
import { LeaverList } from './desk/leaver-list.tsx';
import { Reading } from './desk/reading.tsx';
import { Register } from './desk/register.tsx';
import { RotationPage } from './desk/rotation-page.tsx';
import { PageHead } from './parts/page-head.tsx';
import type { Route } from './route.ts';
import { MakeStore } from './stores/make-store.tsx';
import { StorePage } from './stores/store-page.tsx';
import { StorePinPage } from './stores/store-pin.tsx';
import { StorePosterPage } from './stores/store-poster.tsx';
import { StoreList } from './stores/store-list.tsx';

const Missing = () => {
  const { words } = useConsole();
  return (
    <>
      <PageHead title={words.frame.console} />
      <p class="empty">{words.frame.notFound}</p>
    </>
  );
};

const plain = {
  campaigns: CampaignList,
  compose: Compose,
  coupons: CouponList,
  coupon: MakeCoupon,
  stores: StoreList,
  store: MakeStore,
  analysis: Analysis,
  reading: Reading,
  rotation: RotationPage,
  leavers: LeaverList,
  missing: Missing,
} as const;

/** The page of a route. */
export const PageOf = ({ route }: { readonly route: Route }) => {
  if (route.page === 'campaign') return <CampaignPage key={route.campaignId} campaignId={route.campaignId} />;
  if (route.page === 'couponDetail') return <CouponPage key={route.couponId} couponId={route.couponId} />;
  if (route.page === 'storeDetail') return <StorePage key={route.storeId} storeId={route.storeId} />;
  if (route.page === 'storePin') return <StorePinPage key={route.storeId} storeId={route.storeId} />;
  if (route.page === 'storePoster') return <StorePosterPage key={route.storeId} storeId={route.storeId} />;
  if (route.page === 'leaver') return <LeaverPage key={route.staffId} staffId={route.staffId} />;
  if (route.page === 'register') return <Register kind={route.kind} />;
  const Page = plain[route.page];
  return <Page key={route.page} />;
};
