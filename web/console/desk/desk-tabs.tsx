import { useConsole } from '../console-context.ts';
import { addressOf } from '../route.ts';

const tabs = [
  ['reading', addressOf('desk')],
  ['registers', addressOf('registers', 'readings')],
  ['rotation', addressOf('rotation')],
  ['leavers', addressOf('leavers')],
] as const;

/** The four parts of the desk. */
export const DeskTabs = ({ here }: { readonly here: (typeof tabs)[number][0] }) => {
  const { words } = useConsole();
  return (
    <nav class="tabs" aria-label={words.frame.desk}>
      {tabs.map(([tab, address]) => (
        <a key={tab} href={address} aria-current={here === tab ? 'page' : undefined}>
          {words.desk[`tab_${tab}`]}
        </a>
      ))}
    </nav>
  );
};
