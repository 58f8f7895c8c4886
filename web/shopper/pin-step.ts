import { h, put, type Child } from '../paper/dom.ts';
import { alertNotice } from '../paper/notice.ts';
import type { TicketStore } from './answers.ts';
import { redeemBy, redeemTrouble } from './redeem-by.ts';
import { slideToTear } from './slide.ts';
import type { SheetStep } from './redeem-sheet.ts';

/** The PIN step: the store when there are several, the PIN, then the stub to slide across. */
export function pinStep(step: SheetStep): Child {
  const { words } = step.desk;
  const stores = step.voucher.stores ?? [];
  const trouble = h('div', { class: 'trouble' });
  const pin = h('input', {
    class: 'input',
    id: 'pin',
    type: 'password',
    inputmode: 'numeric',
    autocomplete: 'off',
    maxlength: 16,
  });
  const chosen = { storeId: stores.length === 1 ? stores[0]?.storeId : undefined };
  const slide = slideToTear(words, () => void redeem());
  const redeem = tearer(step, { pin, trouble, slide, storeId: () => chosen.storeId });
  return h(
    'form',
    {
      class: 'stack',
      novalidate: true,
      autocomplete: 'off',
      onsubmit: (event: Event) => event.preventDefault(),
    },
    stores.length > 1 &&
      storeChoice(stores, words.chooseStore, storeId => Object.assign(chosen, { storeId })),
    h('div', { class: 'field' }, h('label', { for: 'pin' }, words.pinLabel), pin),
    trouble,
    h('p', { class: 'small quiet' }, words.slideHint),
    slide.element,
  );
}

function storeChoice(
  stores: readonly TicketStore[],
  title: string,
  choose: (storeId: string) => void,
): HTMLElement {
  const options = stores.map(store =>
    h(
      'label',
      { class: 'choice' },
      h('input', {
        type: 'radio',
        name: 'store',
        value: store.storeId,
        onchange: () => choose(store.storeId),
      }),
      h('span', {}, store.name),
    ),
  );
  return h(
    'fieldset',
    { class: 'field' },
    h('legend', {}, title),
    h('div', { class: 'choices' }, ...options),
  );
}

type Tearing = {
  readonly pin: HTMLInputElement;
  readonly trouble: HTMLElement;
  readonly slide: { readonly reset: () => void };
  readonly storeId: () => string | undefined;
};

function tearer(step: SheetStep, { pin, trouble, slide, storeId }: Tearing): () => Promise<void> {
  const { words } = step.desk;
  const refuse = (notice: HTMLElement, focus?: HTMLElement) => {
    put(trouble, notice);
    slide.reset();
    focus?.focus();
  };
  return async () => {
    put(trouble);
    const store = storeId();
    if (store === undefined)
      return refuse(alertNotice({ what: words.chooseStoreFirst, next: words.chooseStoreNext }));
    if (pin.value === '') return refuse(alertNotice({ what: words.pinEmpty, next: words.pinEmptyNext }), pin);
    put(trouble, h('p', { role: 'status' }, words.tearing));
    const typed = pin.value.normalize('NFKC').trim();
    const problem = await redeemBy(step, store, { kind: 'store-pin', pin: typed });
    if (problem === undefined) return;
    if (problem.code === 'store.pin_mismatch') pin.value = '';
    refuse(redeemTrouble(step.desk, problem));
  };
}
