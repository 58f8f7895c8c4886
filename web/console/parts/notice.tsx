import type { ComponentChildren } from 'preact';
import type { Problem } from '../../paper/api.ts';
import { waitInWords } from '../../paper/problem-words.ts';
import { useConsole } from '../console-context.ts';
import { problemKind } from '../words/problem-kind.ts';
import { Icon } from './icon.tsx';

/** A notice with an icon and words; `role=alert` where it must be heard at once. */
export const Notice = (props: {
  readonly tone: 'ok' | 'warn' | 'seal';
  readonly alert?: boolean;
  readonly children: ComponentChildren;
}) => (
  <div class={`notice ${props.tone}`} role={props.alert === true ? 'alert' : 'status'}>
    <Icon name={props.tone === 'ok' ? 'tick' : 'mark'} />
    <div class="notice-body">{props.children}</div>
  </div>
);

/** A problem in plain words: what happened, what to do, from when on, and the code small at the end. */
export const ProblemNotice = ({
  problem,
  tone = 'seal',
}: {
  readonly problem: Problem;
  readonly tone?: 'warn' | 'seal';
}) => {
  const { words, language } = useConsole();
  const { retryAfterSeconds } = problem;
  return (
    <Notice tone={tone} alert>
      <p>{words.problems[problemKind(problem, words.problems)]}</p>
      {retryAfterSeconds !== undefined && (
        <p>{words.frame.waitFor(waitInWords(retryAfterSeconds, language))}</p>
      )}
      <p class="code">{words.frame.errorCode(problem.code, problem.requestId ?? '')}</p>
    </Notice>
  );
};
