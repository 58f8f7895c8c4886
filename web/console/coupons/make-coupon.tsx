import type { Coupon } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { say } from '../parts/said.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { useFaults } from '../parts/use-faults.ts';
import { useSend } from '../parts/use-send.ts';
import { usePlaces, zoneOf } from '../parts/use-zone.ts';
import { addressOf, goTo } from '../route.ts';
import { CouponFields } from './coupon-fields.tsx';
import { pictureSource } from './picture-form.ts';
import { type CouponDraft, type CouponFaults, couponBody, couponFaults, emptyCoupon } from './coupon-form.ts';
import { TicketPreview } from './ticket.tsx';

/** What a picture is called once it is kept. */
type Kept = { readonly pictureId: string };

/** The form that makes a coupon, beside the ticket it becomes. */
export const MakeCoupon = () => {
  const { words } = useConsole();
  const text = words.places;
  const draft = useDraft<CouponDraft>('coupon', emptyCoupon);
  const { faults, isClean } = useFaults<CouponFaults>(couponFaults(draft.value), {});
  const { stores } = usePlaces();
  const sending = useSend();
  // With a key of its own, so that a picture sent again never makes a second coupon of a lost reply.
  const sendingPicture = useSend();
  const chosen = draft.value.where === 'some' ? draft.value.storeIds : [];
  const zone = zoneOf(stores, chosen);
  const body = { ...couponBody(draft.value, zone), timeZone: zone };
  const busy = sending.busy || sendingPicture.busy;
  const problem = sendingPicture.problem ?? sending.problem;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!isClean(event) || busy) return;
    const sent =
      draft.value.picture &&
      (await sendingPicture.post<Kept>('/v1/pictures', { data: draft.value.picture.data }));
    if (sent?.ok === false) return;
    const picture = sent?.ok === true ? { picture: sent.value.pictureId } : {};
    const answer = await sending.post<Coupon>('/v1/coupons', { ...body, ...picture });
    if (!answer.ok) return;
    draft.drop();
    say(text.couponSaved(answer.value.title), addressOf('coupons'));
    goTo('coupons');
  };
  const where = draft.value.where === 'group' ? { storeGroup: draft.value.storeGroup } : { storeIds: chosen };
  const drawn = draft.value.picture ?? undefined;
  const until = draft.value.validUntil === '' ? '' : body.validUntil;
  return (
    <>
      <PageHead title={text.couponMake} />
      <div class="two">
        <form class="sheet stack" noValidate onSubmit={event => void save(event)}>
          <CouponFields draft={draft} faults={faults} stores={stores} />
          {problem !== undefined && <ProblemNotice problem={problem} />}
          <div class="form-end">
            <a class="button plain" href={addressOf('coupons')}>
              {words.frame.back}
            </a>
            <button type="submit" class="button seal" aria-disabled={busy}>
              {text.couponSave}
            </button>
          </div>
        </form>
        <TicketPreview
          shown={{
            face: body,
            picture: drawn && pictureSource(drawn),
            validUntil: until,
            where,
            stores,
            zone,
          }}
        />
      </div>
    </>
  );
};
