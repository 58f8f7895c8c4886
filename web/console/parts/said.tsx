import { signal } from '@preact/signals';
import { address } from '../route.ts';
import { Notice } from './notice.tsx';

const said = signal<{ readonly text: string; readonly at: string } | undefined>(undefined);

/** Leaves a sentence for the page at an address, such as "it was added" for the list that follows a form. */
export const say = (text: string, at: string): void => {
  said.value = { text, at };
};

/** The sentence left for this page; it is gone on the next one. */
export const Said = () => {
  const { value } = said;
  if (value === undefined || value.at !== address.value) return null;
  return (
    <Notice tone="ok">
      <p>{value.text}</p>
    </Notice>
  );
};
