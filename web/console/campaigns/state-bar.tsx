import type { DeliveryState, Report } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { segmentsOf } from './funnel.ts';

const percent = (share: number): string => `${share * 100}%`;

const hatches = [
  ['UNKNOWN', 45],
  ['REFUSED', -45],
  ['SKIPPED', 90],
] as const;

/** Hatching for the states that must not rest on colour alone. */
export const Hatches = () => (
  <svg class="hatches" aria-hidden="true" focusable="false">
    <defs>
      {hatches.map(([state, turn]) => (
        <pattern
          key={state}
          id={`hatch-${state}`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform={`rotate(${turn})`}
        >
          <rect class={`hatch-ground ${state}`} width="6" height="6" />
          <rect class={`hatch-line ${state}`} width="2.5" height="6" />
        </pattern>
      ))}
    </defs>
  </svg>
);

/** The deliveries of a campaign as one bar of segments; the figures stand beside it in a table. */
export const StateBar = ({ report, thin }: { readonly report: Report; readonly thin?: boolean }) => (
  <svg class={`state-bar${thin === true ? ' thin' : ''}`} aria-hidden="true" focusable="false">
    <rect class="state PENDING" width="100%" height="100%" />
    {segmentsOf(report)
      .filter(segment => segment.count > 0)
      .map(segment => (
        <rect
          key={segment.state}
          class={`state ${segment.state}`}
          x={percent(segment.from)}
          width={percent(segment.width)}
          height="100%"
        />
      ))}
  </svg>
);

const Swatch = ({ state }: { readonly state: DeliveryState }) => (
  <svg class="swatch" aria-hidden="true" focusable="false">
    <rect class={`state ${state}`} width="100%" height="100%" />
  </svg>
);

/** The legend of the bar, which is the table of its figures; every state says what it means. */
export const StateTable = ({ report }: { readonly report: Report }) => {
  const { words, figures } = useConsole();
  return (
    <table class="states">
      <caption class="unseen">{words.campaigns.barLabel}</caption>
      <thead class="unseen">
        <tr>
          <th scope="col">{words.campaigns.state}</th>
          <th scope="col">{words.campaigns.count}</th>
          <th scope="col">{words.campaigns.ofAll}</th>
        </tr>
      </thead>
      <tbody>
        {segmentsOf(report).map(({ state, count, width }) => (
          <tr key={state} class={count === 0 ? 'none' : ''}>
            <th scope="row">
              <Swatch state={state} />
              <span>
                {words.campaigns[state]}
                <span class="why">{words.campaigns[`why_${state}`]}</span>
              </span>
            </th>
            <td class="figures">{figures.count(count)}</td>
            <td class="figures quiet">{figures.percent(width)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
