import { useConsole } from '../console-context.ts';
import { LanguageButton, Stub } from '../frame.tsx';
import { Notice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';

/** The page before the console: what it is for, why one has to sign in again, one button. */
export const SignInPage = (props: {
  readonly why: 'fresh' | 'ended' | 'refused' | 'unavailable';
  readonly onSignIn: () => void;
  readonly onLanguage: () => void;
}) => {
  const text = useConsole().words.frame;
  const notices = {
    ended: text.signInAgain,
    refused: text.signInRefused,
    unavailable: text.signInUnavailable,
  };
  return (
    <main class="door">
      <div class="door-card">
        <Stub />
        <PageHead title={`${text.product} ${text.console}`} />
        {props.why !== 'fresh' && (
          <Notice tone={props.why === 'ended' ? 'warn' : 'seal'} alert>
            <p>{notices[props.why]}</p>
          </Notice>
        )}
        <p>{text.signInLead}</p>
        <button type="button" class="button seal wide" onClick={props.onSignIn}>
          {text.signIn}
        </button>
        <p class="small quiet">{text.signInNext}</p>
        <LanguageButton onLanguage={props.onLanguage} />
      </div>
    </main>
  );
};
