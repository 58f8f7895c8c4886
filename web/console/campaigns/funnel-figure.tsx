import { useState } from 'preact/hooks';
import type { Report } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { type FunnelStep, funnelOf } from './funnel.ts';

const Bars = ({ steps }: { readonly steps: readonly FunnelStep[] }) => {
  const { words, figures } = useConsole();
  return (
    <ol class="funnel">
      {steps.map(({ step, count, ofAll }) => (
        <li key={step}>
          <span class="funnel-name">{words.campaigns[step]}</span>
          <svg class="funnel-bar" aria-hidden="true" focusable="false">
            <rect class="funnel-ground" width="100%" height="100%" />
            <rect class={`funnel-fill ${step}`} width={`${ofAll * 100}%`} height="100%" />
          </svg>
          <span class="funnel-count figures">
            {figures.count(count)}
            <span class="quiet small"> {figures.percent(ofAll)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
};

const Table = ({ steps }: { readonly steps: readonly FunnelStep[] }) => {
  const { words, figures } = useConsole();
  const text = words.campaigns;
  return (
    <table class="plain-table">
      <thead>
        <tr>
          <th scope="col">{text.state}</th>
          <th scope="col">{text.count}</th>
          <th scope="col">{text.ofAll}</th>
          <th scope="col">{text.ofBefore}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ step, count, ofAll, ofBefore }) => (
          <tr key={step}>
            <th scope="row">{text[step]}</th>
            <td>{figures.count(count)}</td>
            <td>{figures.percent(ofAll)}</td>
            <td>{figures.percent(ofBefore)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** The funnel recipients → sent → opened → redeemed, as bars or as the table behind them. */
export const FunnelFigure = (props: { readonly title: string; readonly report: Report }) => {
  const { words } = useConsole();
  const [asTable, setAsTable] = useState(false);
  const steps = funnelOf(props.report);
  return (
    <section class="sheet stack tight">
      <div class="section-head">
        <h2>{props.title}</h2>
        <button
          type="button"
          class="button small"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {words.frame.showTable}
        </button>
      </div>
      {asTable ? <Table steps={steps} /> : <Bars steps={steps} />}
      <p class="small quiet">{words.campaigns.funnelNote}</p>
    </section>
  );
};
