import { useConsole } from '../console-context.ts';
import { addressOf } from '../route.ts';

/** The two halves of the desk. */
export const DeskTabs = ({ here }: { readonly here: 'reading' | 'registers' }) => {
  const { words } = useConsole();
  return (
    <nav class="tabs" aria-label={words.frame.desk}>
      <a href={addressOf('desk')} aria-current={here === 'reading' ? 'page' : undefined}>
        {words.desk.reading}
      </a>
      <a href={addressOf('registers', 'readings')} aria-current={here === 'registers' ? 'page' : undefined}>
        {words.desk.registers}
      </a>
    </nav>
  );
};
