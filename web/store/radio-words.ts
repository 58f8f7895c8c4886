import { defineDictionary } from '../paper/dictionary.ts';

/** What the till says of a confirmation whose reply was lost; only clerks with bad radio read it. */
export const radioWords = defineDictionary(
  {
    openConfirm: '使用済にできたか、まだ分かりません。',
    openConfirmNext: 'つながったら、もう一度「確定」を押してください。同じ一回として確かめます。',
    usedThen: (moment: string) => `${moment} に、この店で使用済にしました。`,
    usedThenNext: 'そのときの返事が届いていませんでした。使われたのは1回だけです。',
    undoneThen: (moment: string) => `${moment} に使用済にしましたが、そのあと取り消されました。`,
    undoneThenNext: '券はいま使われていません。使うなら、もう一度「確定」を押してください。',
  },
  {
    openConfirm: 'We do not know yet whether it was used.',
    openConfirmNext: 'Once online, press “Confirm use” again. It is checked as the same use.',
    usedThen: (moment: string) => `It was used at this store on ${moment}.`,
    usedThenNext: 'The reply had not reached the till. It was used once only.',
    undoneThen: (moment: string) => `It was used on ${moment}, and that was undone since.`,
    undoneThenNext: 'It does not count as used now. To use it, press “Confirm use” again.',
  },
);
