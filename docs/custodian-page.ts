import { edges, reasons } from '../test/proofs/edges.ts';
import { becauseOf } from '../test/proofs/steps.ts';

type Edges = Readonly<Record<string, readonly string[]>>;

const stages: Readonly<Record<string, Edges>> = edges;
const administrators = Object.keys(reasons).filter(who => reasons[who]?.standing === 'administrator');

/** The page that says who is one step from an opened number, from the list that the proofs hold the templates to. */
export function custodianPage(): string {
  const [dev = {}, ...others] = Object.values(stages);
  const all: Edges = Object.assign({}, dev, ...others);
  const ofHouse = Object.keys(all).filter(who => !administrators.includes(who));
  return (
    [
      '# Who can become the custodian',
      'Drawn from `test/proofs/edges.ts`; do not edit by hand (`npm run docs`).',
      'One step from an opened number, and how that step leads there. The proofs compute this list from the templates of both stages; a step that is not in it fails them with its whole path, and so does one that is gone. A step is no opened number yet: the key’s policy still asks for purpose, person and shopper, and edits of roles, keys and functions stand on the trail, where an alarm sees them (`docs/runbooks/boundary-touched.md`).',
      '## The house itself',
      ...ofHouse.map(who => section(who, all[who] ?? [])),
      '## Whoever administers the account',
      'Administrators can take every step that IAM knows. They are seen, not stopped: only a policy of the organisation above the account stops them, and its text is in [organisation-policy.md](organisation-policy.md).',
      ...administrators
        .filter(who => who in all)
        .map(who => administratorSection(who, all, Object.keys(dev))),
    ].join('\n\n') + '\n'
  );
}

function section(who: string, taken: readonly string[]): string {
  return [`### ${who}`, reasons[who]?.because ?? '', table(taken)].filter(text => text !== '').join('\n\n');
}

/** The first administrator’s steps are written out, the others’ only where they go further. */
function administratorSection(who: string, all: Edges, inDev: readonly string[]): string {
  const [first = ''] = administrators;
  const common = all[first] ?? [];
  const own = all[who] ?? [];
  const where = inDev.includes(who) ? '' : ' In production only.';
  const because = `${reasons[who]?.because ?? ''}${where}`;
  if (who === first) return [`### ${who}`, because, table(own)].join('\n\n');
  const further = own.filter(edge => !common.includes(edge));
  const more = further.length === 0 ? 'The same steps.' : 'The same steps, and:';
  return [`### ${who}`, `${because} ${more}`, ...(further.length === 0 ? [] : [table(further)])].join('\n\n');
}

function table(taken: readonly string[]): string {
  const alike = Map.groupBy(taken, edge => `${edge.split(' on ')[1] ?? ''} | ${becauseOf(edge)}`);
  const rows = [...alike].map(([thingAndWay, on]) => {
    const actions = on.map(edge => `\`${edge.split(' on ')[0] ?? ''}\``).join(', ');
    return `| ${actions} | ${thingAndWay} |`;
  });
  return ['| whoever does | on | |', '| --- | --- | --- |', ...rows].join('\n');
}
