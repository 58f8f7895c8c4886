import { useConsole } from '../console-context.ts';
import { Facts } from '../parts/facts.tsx';
import { ProblemNotice } from '../parts/notice.tsx';
import { useLoaded } from '../parts/use-loaded.ts';

/** What `GET /v1/stores/{storeId}/staff` tells: counts, and nobody's name. */
type Crew = {
  readonly staff: { readonly manager: number; readonly clerk: number; readonly ended: number };
  readonly devices: { readonly enrolled: number; readonly ended: number };
};

/** How many people and devices a store has. Their names are the store's own business. */
export const StoreCrew = ({ storeId }: { readonly storeId: string }) => {
  const { api, words, figures } = useConsole();
  const text = words.store;
  const path = `/v1/stores/${encodeURIComponent(storeId)}/staff`;
  const { value, problem } = useLoaded(storeId, () => api.get<Crew>(path));
  const lines =
    value === undefined
      ? []
      : ([
          [text.managers, text.people(figures.count(value.staff.manager))],
          [text.clerks, text.people(figures.count(value.staff.clerk))],
          [text.staffEnded, text.people(figures.count(value.staff.ended))],
          [text.devices, text.pieces(figures.count(value.devices.enrolled))],
          [text.devicesEnded, text.pieces(figures.count(value.devices.ended))],
        ] as const);
  return (
    <section class="sheet stack about" aria-label={text.crew}>
      <h2>{text.crew}</h2>
      <p class="small quiet">{text.crewLead}</p>
      {value === undefined && problem === undefined && <p class="quiet waiting">{words.frame.loading}</p>}
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Facts lines={lines} />
    </section>
  );
};
