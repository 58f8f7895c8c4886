import type { Answer } from '../paper/api.ts';
import { h, put, type Child } from '../paper/dom.ts';
import { plainNotice } from '../paper/notice.ts';
import { formatMoment } from '../paper/when.ts';
import { whileHere } from '../paper/while-here.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import { clerkNotice } from './clerk-words.ts';
import { signedIn } from './place.ts';
import { staffWords } from './staff-words.ts';
import type { Device, Person, Screen, Till, View } from './till.ts';

/** A manager's look at who works here and on which devices; `said` is what was just done. */
export function manageScreen(till: Till, said?: string): View {
  const words = staffWords[till.language];
  const [staff, devices] = [section(words.staff), section(words.devices)];
  const people = till.api.get<{ items: readonly Person[] }>('/v1/till/staff');
  const enrolled = till.api.get<{ items: readonly Device[] }>('/v1/till/devices');
  const leaves = [
    fill(till, staff.body, people, items => peopleLines(till, items)),
    fill(till, devices.body, enrolled, items => deviceLines(till, items)),
  ];
  const content = h(
    'div',
    { class: 'stack wide-gaps' },
    said !== undefined && plainNotice('ok', said),
    staff.whole,
    devices.whole,
  );
  return { title: words.titleManage, content, leave: () => leaves.forEach(leave => leave()) };
}

function section(title: string): { whole: HTMLElement; body: HTMLElement } {
  const body = h('div', { class: 'stack' });
  return { whole: h('section', { class: 'stack' }, h('h2', { class: 'section-title' }, title), body), body };
}

type Listed<T> = Answer<{ readonly items: readonly T[] }>;

/** Fills a section with what a route lists, while the screen is shown. */
function fill<T>(
  till: Till,
  body: HTMLElement,
  listed: Promise<Listed<T>>,
  lines: (items: readonly T[]) => Child,
): () => void {
  put(body, h('p', { class: 'quiet', role: 'status' }, staffWords[till.language].loading));
  return whileHere(listed, answer => {
    if (askToSignIn(till, answer)) return;
    if (!answer.ok && answer.problem.code === 'session.not_allowed') signedIn.isClerks();
    put(body, answer.ok ? lines(answer.value.items) : clerkNotice(answer.problem, till.language));
  });
}

function line(main: string, about: Child, button: Child): HTMLElement {
  const words = h(
    'div',
    { class: 'grow' },
    h('strong', { class: 'block' }, main),
    h('span', { class: 'block small quiet figures' }, about),
  );
  return h('li', { class: 'row' }, words, button);
}

function opener(till: Till, label: string, about: string, next: Screen): HTMLElement {
  const open = () => till.go(next);
  return h(
    'button',
    { class: 'button', type: 'button', 'aria-label': `${label}: ${about}`, onclick: open },
    label,
  );
}

function peopleLines(till: Till, people: readonly Person[]): Child {
  const words = staffWords[till.language];
  const add = () => till.go({ at: 'add-staff' });
  const lines = people.map(person =>
    line(
      person.name,
      words[person.role],
      opener(till, words.doChange, person.name, { at: 'person', person }),
    ),
  );
  return [
    lines.length === 0
      ? h('p', { class: 'quiet' }, words.noStaff)
      : h('ul', { class: 'bare recents' }, ...lines),
    h('button', { class: 'button wide', type: 'button', onclick: add }, words.doAddStaff),
  ];
}

function deviceLines(till: Till, devices: readonly Device[]): Child {
  const words = staffWords[till.language];
  const enrol = () => till.go({ at: 'enrol' });
  const about = ({ isThis, enrolledAt }: Device) => [
    isThis && h('span', { class: 'block' }, words.thisDevice),
    words.enrolledAt(formatMoment(enrolledAt, till.language)),
  ];
  const lines = devices.map(device =>
    line(device.name, about(device), opener(till, words.doEndDevice, device.name, { at: 'device', device })),
  );
  const isHere = devices.some(({ isThis }) => isThis);
  return [
    lines.length === 0
      ? h('p', { class: 'quiet' }, words.noDevices)
      : h('ul', { class: 'bare recents' }, ...lines),
    !isHere && h('button', { class: 'button wide', type: 'button', onclick: enrol }, words.doEnrol),
  ];
}
