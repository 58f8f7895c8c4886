import { defineDictionary } from '../paper/dictionary.ts';

/** Words of the day's counts. */
export const countWords = defineDictionary(
  {
    today: (count: number) => `今日、この店で${count}件`,
    uses: (count: number) => `${count}件`,
    undone: (count: number) => `(取り消し${count}件)`,
    staff: '担当者',
    till: 'レジ',
    storePin: 'お客様の電話(店のPIN)',
    storeQr: 'お客様の電話(店のQR)',
  },
  {
    today: (count: number) => `Used in this store today: ${count}`,
    uses: (count: number) => `${count}`,
    undone: (count: number) => `(${count} undone)`,
    staff: 'Staff',
    till: 'Till',
    storePin: 'Customer’s phone (store PIN)',
    storeQr: 'Customer’s phone (store QR)',
  },
);

/** One language of the counts' texts. */
export type CountWords = (typeof countWords)['ja'];
