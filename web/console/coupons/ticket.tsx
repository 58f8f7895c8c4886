import { useConsole } from '../console-context.ts';

/** A coupon drawn as the shopper sees it: a ticket with a perforated stub. */
export const Ticket = (props: {
  readonly title: string;
  readonly terms: string;
  readonly until: string;
  readonly where: string;
}) => {
  const { words } = useConsole();
  return (
    <div class="ticket">
      <div class="ticket-main">
        <p class="ticket-where">{props.where}</p>
        <p class={`ticket-title${props.title === '' ? ' blank' : ''}`}>
          {props.title || words.places.couponTitle}
        </p>
        <p class="ticket-until">{props.until}</p>
        {props.terms !== '' && <p class="ticket-terms">{props.terms}</p>}
      </div>
      <div class="ticket-stub">{words.places.couponUse} ›</div>
    </div>
  );
};
