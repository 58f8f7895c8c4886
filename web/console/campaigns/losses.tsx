import type { Report } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import type { Words } from '../words/words.ts';

const reasonText = (words: Words['campaigns'], code: string): string | undefined => {
  const key = `reason_${code.replaceAll(/[.-]/g, '_')}`;
  const text = (words as Readonly<Record<string, unknown>>)[key];
  return typeof text === 'string' ? text : undefined;
};

const Reasons = ({ reasons }: { readonly reasons: Readonly<Record<string, number>> }) => {
  const { words, figures } = useConsole();
  const rows = Object.entries(reasons)
    .filter(([, count]) => count > 0)
    .toSorted((one, other) => other[1] - one[1]);
  return (
    <table class="plain-table">
      <thead>
        <tr>
          <th scope="col">{words.campaigns.reason}</th>
          <th scope="col">{words.campaigns.count}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([code, count]) => (
          <tr key={code}>
            <th scope="row">
              {reasonText(words.campaigns, code)} <code class="id">{code}</code>
            </th>
            <td>{figures.count(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Explained = ({ report }: { readonly report: Report }) => {
  const { words, figures } = useConsole();
  const lost = (['UNKNOWN', 'REFUSED', 'SKIPPED'] as const).filter(state => report.byState[state] > 0);
  if (lost.length === 0) return <p class="quiet">{words.campaigns.noLosses}</p>;
  return (
    <>
      {lost.map(state => (
        <div key={state} class="loss">
          <h3>
            {words.campaigns[state]}{' '}
            <span class="figures">{words.campaigns.messages(figures.count(report.byState[state]))}</span>
          </h3>
          <p>{words.campaigns[`why_${state}`]}</p>
        </div>
      ))}
    </>
  );
};

/** Why messages have not gone out, counted by reason; `explain` tells the states too, where no legend stands beside. */
export const Losses = ({ report, explain }: { readonly report: Report; readonly explain?: boolean }) => {
  const { words } = useConsole();
  const reasons = report.reasons ?? {};
  const any = Object.values(reasons).some(count => count > 0);
  if (!any && explain !== true) return null;
  return (
    <section class="sheet stack tight">
      <h2>{words.campaigns.losses}</h2>
      {explain === true && <Explained report={report} />}
      {any && <Reasons reasons={reasons} />}
    </section>
  );
};
