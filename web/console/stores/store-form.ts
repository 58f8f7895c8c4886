/** What is typed to add a store; the PIN is held apart, since it is never kept. */
export type StoreDraft = { readonly name: string; readonly group: string; readonly timeZone: string };

/** Which fields cannot be sent as they are. */
export type StoreFaults = { readonly name?: 'needStoreName'; readonly pin?: 'badPin' };

const pinShape = /^\d{4,8}$/;

/** Digits as they are compared: full-width ones become plain. */
export const plainDigits = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');

/** Whether what was typed is a PIN: 4 to 8 digits. */
export const isPin = (text: string): boolean => pinShape.test(plainDigits(text));

/** Looks over a store before it is sent; the PIN is 4 to 8 digits. */
export const storeFaults = (draft: Pick<StoreDraft, 'name'>, pin: string): StoreFaults => ({
  ...(draft.name.trim() === '' ? { name: 'needStoreName' as const } : {}),
  ...(isPin(pin) ? {} : { pin: 'badPin' as const }),
});

/** Zones offered for a store: the usual one first, then all the browser knows. */
export const zonesOffered = (): readonly string[] => {
  const known = Intl.supportedValuesOf('timeZone');
  return ['Asia/Tokyo', ...known.filter(zone => zone !== 'Asia/Tokyo')];
};
