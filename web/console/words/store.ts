import { defineDictionary } from '../../paper/dictionary.ts';

/** Words of one store's page. */
export const storeWords = defineDictionary(
  {
    change: '名前とグループ',
    groupHint: '変えると、グループ向けのクーポンは、すぐに新しいグループに合わせて使えるようになります。',
    zoneStays: '時間帯は変えられません。これまでに数えた日と上限が、この時間帯によるためです。',
    save: '変更を保存する',
    saved: (store: string) => `${store}の変更を保存しました。`,

    crew: 'スタッフと端末',
    crewLead: 'ここに出るのは、人数と台数だけです。だれがいるかは、店のレジで分かります。',
    managers: '責任者',
    clerks: '店員',
    staffEnded: '外れた人',
    devices: '登録した端末',
    devicesEnded: '登録を終えた端末',
    people: (count: string) => `${count}人`,
    pieces: (count: string) => `${count}台`,
  },
  {
    change: 'Name and group',
    groupHint: 'After a change, coupons for a group go by the new group at once.',
    zoneStays: 'The time zone cannot be changed: days and limits counted so far go by it.',
    save: 'Save changes',
    saved: (store: string) => `The changes to ${store} are saved.`,

    crew: 'Staff and devices',
    crewLead: 'Only how many there are. The till of the store shows who they are.',
    managers: 'Managers',
    clerks: 'Clerks',
    staffEnded: 'No longer on the staff',
    devices: 'Registered devices',
    devicesEnded: 'Devices no longer registered',
    people: (count: string) => count,
    pieces: (count: string) => count,
  },
);
