import type { Report } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { Notice } from '../parts/notice.tsx';
import { finishedOf } from './funnel.ts';
import { StateBar, StateTable } from './state-bar.tsx';

/** How far a campaign has come; the numbers change in place, and old ones say that they are. */
export const Running = (props: {
  readonly report: Report;
  readonly atMs: number;
  readonly stale: boolean;
}) => {
  const { words, figures } = useConsole();
  const { report } = props;
  return (
    <section class="sheet stack tight">
      <div class="section-head">
        <h2 class="figures">
          {words.campaigns.finished(figures.count(finishedOf(report)), figures.count(report.recipients))}
        </h2>
        <p class="small quiet figures">{words.campaigns.updated(figures.clock(props.atMs))}</p>
      </div>
      <StateBar report={report} />
      {props.stale && (
        <Notice tone="warn">
          <p>{words.campaigns.stale}</p>
        </Notice>
      )}
      <StateTable report={report} />
    </section>
  );
};
