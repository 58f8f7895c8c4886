import { useState } from 'preact/hooks';
import { share } from '../campaigns/funnel.ts';
import { useConsole } from '../console-context.ts';
import { barsOf, type UsageBar, type UsageFilter, type UsageItem } from './usage.ts';

/** What a line is about, in words; uses without a clerk tell by which of the tills they came. */
const useNames = (by: UsageFilter['by']): ((item: UsageItem) => string) => {
  const { words, figures } = useConsole();
  const text = words.usage;
  const clerk = (label: string): string =>
    label === 'till' || label === 'store-pin' || label === 'store-qr' ? text[label] : label;
  return ({ key, label, storeName = '' }) => {
    if (by === 'day') return figures.day(`${key}T12:00:00Z`, 'UTC');
    return by === 'staff' ? text.person(storeName, clerk(label)) : label;
  };
};

type Figure = { readonly bars: readonly UsageBar[]; readonly filter: UsageFilter };

const Bars = ({ bars, filter }: Figure) => {
  const { figures } = useConsole();
  const nameOf = useNames(filter.by);
  return (
    <ol class="funnel split">
      {bars.map(bar => (
        <li key={bar.key}>
          <span class="funnel-name">{nameOf(bar)}</span>
          <svg class="funnel-bar" aria-hidden="true" focusable="false">
            <rect class="funnel-ground" width="100%" height="100%" />
            <rect class="funnel-fill redeemed" width={`${bar.length * 100}%`} height="100%" />
          </svg>
          <span class="funnel-count figures">
            {figures.count(bar.redeemed)}
            <span class="quiet small"> {figures.percent(bar.ofAll)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
};

const Table = ({ bars, filter, sent }: Figure & { readonly sent: number | undefined }) => {
  const { words, figures } = useConsole();
  const text = words.usage;
  const nameOf = useNames(filter.by);
  return (
    <table class="plain-table">
      <thead>
        <tr>
          <th scope="col">{text[`by_${filter.by}`]}</th>
          <th scope="col">{text.redeemed}</th>
          <th scope="col">{text.undone}</th>
          <th scope="col">{text.ofAll}</th>
          {sent !== undefined && <th scope="col">{text.ofSent}</th>}
        </tr>
      </thead>
      <tbody>
        {bars.map(bar => (
          <tr key={bar.key}>
            <th scope="row">{nameOf(bar)}</th>
            <td>{figures.count(bar.redeemed)}</td>
            <td>{figures.count(bar.undone)}</td>
            <td>{figures.percent(bar.ofAll)}</td>
            {sent !== undefined && <td>{figures.percent(share(bar.redeemed, sent))}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** The uses of a filter as bars, or as the table behind them; `sent` is how many messages a campaign sent. */
export const UsageFigure = (props: {
  readonly items: readonly UsageItem[];
  readonly filter: UsageFilter;
  readonly sent: number | undefined;
}) => {
  const { words, figures } = useConsole();
  const [asTable, setAsTable] = useState(false);
  const { items, filter, sent } = props;
  const bars = barsOf(items);
  const sum = (of: 'redeemed' | 'undone') => figures.count(items.reduce((all, item) => all + item[of], 0));
  return (
    <section class="sheet stack tight">
      <div class="section-head">
        <h3>{words.usage[`title_${filter.by}`]}</h3>
        <button
          type="button"
          class="button small"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {words.frame.showTable}
        </button>
      </div>
      <p class="figures" role="status">
        {words.usage.inAll(sum('redeemed'), sum('undone'))}
      </p>
      {asTable ? <Table bars={bars} filter={filter} sent={sent} /> : <Bars bars={bars} filter={filter} />}
      <p class="small quiet">{words.usage.clocks}</p>
    </section>
  );
};
