import type { Store } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { addressOf } from '../route.ts';
import { ChangeStore } from './change-store.tsx';
import { StoreCrew } from './store-crew.tsx';

/** One store: its name and group to change, how many people and devices it has, and the ways to its PIN and poster. */
export const StorePage = ({ storeId }: { readonly storeId: string }) => {
  const { api, words } = useConsole();
  const path = `/v1/stores/${encodeURIComponent(storeId)}`;
  const { value: store, problem } = useLoaded(storeId, () => api.get<Store>(path));
  if (store === undefined) {
    return (
      <>
        <PageHead title={words.frame.stores} />
        {problem === undefined && <p class="quiet waiting">{words.frame.loading}</p>}
        {problem !== undefined && <ProblemNotice problem={problem} />}
      </>
    );
  }
  return (
    <>
      <PageHead title={store.name}>
        <a class="button" href={addressOf('stores', storeId, 'pin')}>
          {store.pinState === 'ended' ? words.places.pinNeeded : words.places.pinChange}
        </a>
        <a class="button" href={addressOf('stores', storeId, 'poster')}>
          {words.places.poster}
        </a>
      </PageHead>
      <div class="two">
        <ChangeStore store={store} />
        <StoreCrew storeId={storeId} />
      </div>
    </>
  );
};
