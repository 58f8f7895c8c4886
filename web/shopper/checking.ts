import { h, put } from '../paper/dom.ts';
import { icon } from '../paper/icons.ts';
import type { Desk } from './desk.ts';

/** Says that the device works on a puzzle before anything is sent, and how far it is. */
export type CheckingNotice = {
  readonly notice: HTMLElement;
  readonly show: (place: HTMLElement) => void;
  readonly progress: (share: number) => void;
};

/** Makes the notice; it is read out once, when it is shown, and its bar moves in silence. */
export function checkingNotice({ words, say }: Desk): CheckingNotice {
  const bar = h('progress', { max: 1, value: 0, 'aria-label': words.checkingBar });
  const notice = h(
    'div',
    { class: 'notice plain' },
    icon('info'),
    h('strong', {}, words.checking),
    h('p', {}, words.checkingNext),
    bar,
  );
  const show = (place: HTMLElement) => {
    put(place, notice);
    say(`${words.checking} ${words.checkingNext}`);
  };
  return {
    notice,
    show,
    progress: share => {
      bar.value = share;
    },
  };
}
