import type { UsageFilter } from './usage.ts';

/** The name of a file of counts. */
export const fileNameOf = ({ by, from, to }: UsageFilter): string => `mogiri-${by}-${from}-${to}.csv`;

/** Saves text as a file; the mark at its start tells spreadsheets that it is UTF-8. */
export const saveFile = (name: string, text: string): void => {
  const address = URL.createObjectURL(new Blob(['\u{feff}', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
