import { defineDictionary } from '../paper/dictionary.ts';

/** What a ticket says of a use whose reply was lost; only those read it who had bad radio. */
export const radioWords = defineDictionary(
  {
    usedThen: (moment: string, store: string) => `${moment} に${store}で使われています。`,
    usedThenNext: 'そのときの返事が届いていなかったので、いま確かめました。使われたのは1回だけです。',
    undoneThen: (moment: string) => `${moment} に使われ、そのあと店で取り消されました。`,
    undoneThenNext: 'そのときの返事が届いていなかったので、いま確かめました。',
    notUsed: 'さきほどの操作では、使われていません。',
    notUsedNext:
      '返事が届いていなかったので、いま確かめました。もう一度行っても、二重に使われることはありません。',
    unknownNext: '通信が戻ると、ここで確かめます。',
  },
  {
    usedThen: (moment: string, store: string) => `It was used on ${moment} at ${store}.`,
    usedThenNext: 'The reply had not reached you, so we checked just now. It was used once only.',
    undoneThen: (moment: string) => `It was used on ${moment}, and the store undid that afterwards.`,
    undoneThenNext: 'The reply had not reached you, so we checked just now.',
    notUsed: 'It was not used when you tried before.',
    notUsedNext: 'The reply had not reached you, so we checked just now. Trying again never counts twice.',
    unknownNext: 'We check here as soon as you are online.',
  },
);
