import { defineDictionary } from '../../paper/dictionary.ts';

/** Words of one store's page. */
export const storeWords = defineDictionary(
  {
    change: '名前とグループ',
    groupHint: '変えると、グループ向けのクーポンは、すぐに新しいグループに合わせて使えるようになります。',
    zoneStays: '時間帯は変えられません。これまでに数えた日と上限が、この時間帯によるためです。',
    save: '変更を保存する',
    saved: (store: string) => `${store}の変更を保存しました。`,
  },
  {
    change: 'Name and group',
    groupHint: 'After a change, coupons for a group go by the new group at once.',
    zoneStays: 'The time zone cannot be changed: days and limits counted so far go by it.',
    save: 'Save changes',
    saved: (store: string) => `The changes to ${store} are saved.`,
  },
);
