import { useEffect, useRef } from 'preact/hooks';
import { languageWritten, type Language } from '../../paper/dictionary.ts';
import { put } from '../../paper/dom.ts';
import { qrPicture } from '../../paper/qr.ts';
import type { Store } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { placeWords } from '../words/places.ts';

/** What the shop is called, as every page may ask (`GET /v1/policies/current`). */
type Brand = Readonly<Record<Language, string>>;

/** A store and the shop it belongs to. */
type Named = { readonly store: Store; readonly brand: Brand | undefined };

const Qr = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current !== null) put(place.current, qrPicture(text, label));
  }, [text, label]);
  return <div class="poster-qr" ref={place} />;
};

const Invitation = ({ language }: { readonly language: Language }) => {
  const text = placeWords[language];
  return (
    <section lang={language}>
      <h3>{text.posterHeading}</h3>
      <ol>
        {text.posterSteps.split('\n').map(step => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p>{text.posterNumber}</p>
    </section>
  );
};

/** The sheet itself, in both languages whatever the console speaks: brand, store, QR, how it goes. */
const Poster = ({ store, brand }: Named) => {
  const { origin, words } = useConsole();
  const address = `${origin}/`;
  const isOneName = brand?.ja === brand?.en;
  return (
    <article class="poster" aria-label={words.places.posterSheet}>
      <header>
        {brand !== undefined && (
          <p class="poster-brand">
            <span lang={languageWritten(brand.ja)}>{brand.ja}</span>
            {!isOneName && <span lang="en">{brand.en}</span>}
          </p>
        )}
        <h2 lang={languageWritten(store.name)}>{store.name}</h2>
      </header>
      <Qr text={address} label={words.places.posterQr(address)} />
      <p class="poster-address">{address}</p>
      <div class="poster-words">
        <Invitation language="ja" />
        <Invitation language="en" />
      </div>
    </article>
  );
};

/** The page that prints a store's poster: one sheet of A4 whose QR opens the shopper's first page. */
export const StorePosterPage = ({ storeId }: { readonly storeId: string }) => {
  const { api, words } = useConsole();
  const text = words.places;
  const { value, problem } = useLoaded<Named>(storeId, async () => {
    const [store, policy] = await Promise.all([
      api.get<Store>(`/v1/stores/${encodeURIComponent(storeId)}`),
      api.get<{ readonly brand?: Brand }>('/v1/policies/current'),
    ]);
    if (!store.ok) return store;
    return { ...store, value: { store: store.value, brand: policy.ok ? policy.value.brand : undefined } };
  });
  return (
    <div class="poster-page">
      <PageHead title={value === undefined ? words.frame.stores : text.posterOf(value.store.name)}>
        {value !== undefined && (
          <button type="button" class="button seal" onClick={() => print()}>
            {text.posterPrint}
          </button>
        )}
      </PageHead>
      {value === undefined && problem === undefined && <p class="quiet waiting">{words.frame.loading}</p>}
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value !== undefined && (
        <>
          <p class="poster-lead">{text.posterLead}</p>
          <p class="poster-lead quiet">{text.posterNotTill}</p>
          <Poster {...value} />
        </>
      )}
    </div>
  );
};
