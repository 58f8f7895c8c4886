import { useState } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { PageHead } from '../parts/page-head.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { DeskTabs } from './desk-tabs.tsx';
import { FindShopper, type Found, useSearch } from './find-shopper.tsx';
import { ReadNumber } from './read-number.tsx';
import type { ReadingDraft } from './reading-form.ts';
import { Standing } from './standing.tsx';

/** Reading one number: first whose it is, then why; below it how they stand. Only the id, the purpose and the ticket are kept as a draft. */
export const Reading = () => {
  const { words } = useConsole();
  const draft = useDraft<ReadingDraft>('reading', { shopperId: '', purpose: 'desk', ticket: '' });
  const [found, setFound] = useState<readonly [found: Found, search: number]>([
    { shopperId: draft.value.shopperId },
    0,
  ]);
  const [whom, search] = found;
  const [isReading, setReading] = useState(false);
  const searching = useSearch(next => {
    draft.set({ shopperId: next.shopperId });
    setFound([next, search + 1]);
  });
  return (
    <>
      <PageHead title={words.desk.reading} />
      <DeskTabs here="reading" />
      <div class="stack">
        <FindShopper searching={searching} rests={isReading} />
        {whom.shopperId !== '' && (
          <ReadNumber
            key={search}
            found={whom}
            isNew={search > 0}
            draft={draft}
            rests={searching.busy}
            onReading={setReading}
          />
        )}
        {whom.shopperId !== '' && <Standing key={whom.shopperId} shopperId={whom.shopperId} />}
      </div>
    </>
  );
};
