import type { Store } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { Icon } from '../parts/icon.tsx';
import { ListStates } from '../parts/list-states.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Said } from '../parts/said.tsx';
import { useList } from '../parts/use-loaded.ts';
import { addressOf } from '../route.ts';

const Pin = ({ store }: { readonly store: Store }) => {
  const { words, figures } = useConsole();
  const text = words.places;
  const isEnded = store.pinState === 'ended';
  const action = isEnded ? text.pinNeeded : text.pinChange;
  return (
    <div class="pin-cell">
      {isEnded ? (
        <span class="chip warn">
          <Icon name="mark" />
          {text.pinEnded}
        </span>
      ) : (
        <span class="figures">
          {store.pinSetAt === undefined
            ? text.pinSet
            : text.pinSetOn(figures.day(store.pinSetAt, store.timeZone))}
        </span>
      )}
      <a
        class="button small"
        href={addressOf('stores', store.storeId, 'pin')}
        aria-label={text.pinOf(action, store.name)}
      >
        {action}
      </a>
    </div>
  );
};

/** The stores: name, zone, how the PIN stands, the id that a till's address carries, and the poster. */
export const StoreList = () => {
  const { words } = useConsole();
  const list = useList<Store>('/v1/stores');
  return (
    <>
      <PageHead title={words.frame.stores}>
        <a class="button seal" href={addressOf('stores', 'new')}>
          <Icon name="plus" />
          {words.places.storeMake}
        </a>
      </PageHead>
      <Said />
      <ListStates list={list} empty={words.places.storeEmpty}>
        {stores => (
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">{words.places.storeName}</th>
                <th scope="col">{words.places.storeZone}</th>
                <th scope="col">{words.places.storeId}</th>
                <th scope="col">{words.places.storePinState}</th>
                <th scope="col">{words.places.poster}</th>
              </tr>
            </thead>
            <tbody>
              {stores.map(store => (
                <tr key={store.storeId}>
                  <th scope="row">
                    <a href={addressOf('stores', store.storeId)}>{store.name}</a>
                    {store.group !== undefined && <p class="group small quiet">{store.group}</p>}
                  </th>
                  <td data-label={words.places.storeZone}>{store.timeZone}</td>
                  <td data-label={words.places.storeId}>
                    <code class="id">{store.storeId}</code>
                  </td>
                  <td data-label={words.places.storePinState}>
                    <Pin store={store} />
                  </td>
                  <td data-label={words.places.poster}>
                    <a
                      class="button small"
                      href={addressOf('stores', store.storeId, 'poster')}
                      aria-label={words.places.posterOf(store.name)}
                    >
                      {words.places.poster}
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </ListStates>
    </>
  );
};
