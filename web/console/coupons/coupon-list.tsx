import type { Coupon } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { Icon } from '../parts/icon.tsx';
import { ListStates } from '../parts/list-states.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Said } from '../parts/said.tsx';
import { useList } from '../parts/use-loaded.ts';
import { type Places, usePlaces } from '../parts/use-zone.ts';
import { addressOf } from '../route.ts';
import { titleIn } from '../../paper/coupon-words.ts';
import { CouponChip } from './coupon-state.tsx';
import { whereUsed } from './stores-shown.ts';

const CouponRow = ({ coupon, places }: { readonly coupon: Coupon; readonly places: Places }) => {
  const { words, figures, language } = useConsole();
  const text = words.places;
  const limit = (count: number | undefined): string =>
    count === undefined ? text.noLimit : text.times(figures.count(count));
  return (
    <tr>
      <th scope="row">
        <a href={addressOf('coupons', coupon.couponId)}>{titleIn(coupon, language)}</a>
      </th>
      <td data-label={words.coupons.state}>
        <CouponChip coupon={coupon} />
      </td>
      <td data-label={text.couponUntil}>{figures.day(coupon.validUntil, places.zone)}</td>
      <td data-label={text.couponStores}>{whereUsed(coupon, places.stores, words.campaigns, figures)}</td>
      <td data-label={text.limits}>
        {text.limitPair(limit(coupon.perPersonLimit), limit(coupon.totalLimit))}
      </td>
      <td data-label={text.shown}>
        {coupon.public === true ? text.couponPublicShort : text.couponPrivateShort}
      </td>
    </tr>
  );
};

/** The coupons: benefit, last day, stores, limits, and how people get them. */
export const CouponList = () => {
  const { words } = useConsole();
  const text = words.places;
  const list = useList<Coupon>('/v1/coupons');
  const places = usePlaces();
  const { couponTitle, couponUntil, couponStores, limits, shown } = text;
  const heads = [couponTitle, words.coupons.state, couponUntil, couponStores, limits, shown];
  return (
    <>
      <PageHead title={words.frame.coupons}>
        <a class="button seal" href={addressOf('coupons', 'new')}>
          <Icon name="plus" />
          {text.couponMake}
        </a>
      </PageHead>
      <Said />
      <ListStates list={list} empty={text.couponEmpty}>
        {coupons => (
          <table class="rows">
            <thead>
              <tr>
                {heads.map(head => (
                  <th scope="col" key={head}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {coupons.map(coupon => (
                <CouponRow key={coupon.couponId} coupon={coupon} places={places} />
              ))}
            </tbody>
          </table>
        )}
      </ListStates>
    </>
  );
};
