import type { Plan } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { planFigures } from './plan-figures.ts';

/** A price range in words; one figure when both ends are the same. */
export const useCost = (): ((min: number, max: number, currency: string) => string) => {
  const { words, figures } = useConsole();
  return (min, max, currency) => {
    const least = figures.money(min, currency);
    const most = figures.money(max, currency);
    return least === most ? least : words.compose.costRange(least, most);
  };
};

/** The plan as a receipt: who, how many, what it costs, when. */
export const Receipt = (props: { readonly name: string; readonly plan: Plan; readonly zone: string }) => {
  const { words, figures } = useConsole();
  const text = words.compose;
  const cost = useCost();
  const { plan, zone } = props;
  const worked = planFigures(plan);
  const lines = [
    [text.planRecipients, words.campaigns.people(figures.count(plan.recipients))],
    [text.planParts, text.parts(figures.count(plan.partsPerMessage))],
    [text.planPartsAll, text.parts(figures.count(plan.parts))],
    [text.planEach, cost(worked.perMessage.min, worked.perMessage.max, plan.cost.currency)],
    [text.planStart, figures.moment(plan.startsAt, zone)],
    [text.planEnd, figures.moment(plan.endsAt, zone)],
    [text.planRate, text.rate(figures.count(worked.partsPerMinute))],
  ] as const;
  return (
    <section class="receipt-shade" aria-label={text.planTitle}>
      <div class="receipt">
        <h2>{text.planTitle}</h2>
        <p class="receipt-name">{props.name}</p>
        <dl class="receipt-lines">
          {lines.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd class="figures">{value}</dd>
            </div>
          ))}
          <div class="receipt-total">
            <dt>{text.planCost}</dt>
            <dd class="figures">{cost(plan.cost.min, plan.cost.max, plan.cost.currency)}</dd>
          </div>
        </dl>
        {worked.isRange && <p class="small quiet">{text.costWhy}</p>}
      </div>
    </section>
  );
};
