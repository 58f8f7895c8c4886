import { h, put, type Child } from '../paper/dom.ts';
import { plainNotice } from '../paper/notice.ts';
import { whileHere } from '../paper/while-here.ts';
import { clerkNotice } from './clerk-words.ts';
import { enrolled } from './place.ts';
import { staffWords } from './staff-words.ts';
import type { Person, Till, View } from './till.ts';

type Listed = { readonly storeId: string; readonly name: string; readonly items: readonly Person[] };

/** On an enrolled device: the people of its store, each a button; or the store's PIN. */
export function whoScreen(till: Till, why?: string): View {
  const words = staffWords[till.language];
  const list = h('div', { class: 'stack' }, h('p', { class: 'quiet', role: 'status' }, words.loading));
  const leave = whileHere(till.api.get<Listed>('/v1/till/staff'), answer => {
    if (answer.ok) return put(list, people(till, answer.value));
    if (answer.problem.status !== 401)
      return put(list, clerkNotice(answer.problem, till.language), again(till));
    enrolled.drop();
    till.go({ at: 'sign-in', why: words.notEnrolled });
  });
  const storePin = () => till.go({ at: 'sign-in' });
  const content = h(
    'div',
    { class: 'stack wide-gaps' },
    why !== undefined && plainNotice('warn', why),
    list,
    h('button', { class: 'button plain start', type: 'button', onclick: storePin }, words.doStorePin),
  );
  return { title: words.titleWho, content, bare: true, leave };
}

function people(till: Till, { items, storeId, name }: Listed): Child {
  const words = staffWords[till.language];
  if (items.length === 0) return plainNotice('warn', words.noStaff, words.noStaffNext);
  const choose = (person: Person) => () => till.go({ at: 'own-pin', person, store: { storeId, name } });
  return h(
    'ul',
    { class: 'bare people' },
    ...items.map(person =>
      h(
        'li',
        {},
        h(
          'button',
          { class: 'button wide tall', type: 'button', onclick: choose(person) },
          person.name,
          person.role === 'manager' && h('span', { class: 'small quiet' }, words.manager),
        ),
      ),
    ),
  );
}

function again(till: Till): Child {
  const retry = () => till.go({ at: 'who' });
  return h(
    'button',
    { class: 'button wide', type: 'button', onclick: retry },
    staffWords[till.language].doTryAgain,
  );
}
