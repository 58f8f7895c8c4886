import { h, put } from '../paper/dom.ts';
import { submitting } from '../paper/form.ts';
import { formatMoment } from '../paper/when.ts';
import { clerkNotice } from './clerk-words.ts';
import { ending } from './ending.ts';
import { field, nameInput, pinInput, readName, readPin } from './fields.ts';
import { enrolled, storeOfThisDevice } from './place.ts';
import { staffWords } from './staff-words.ts';
import type { Device, Till, View } from './till.ts';

/** Makes this browser a till on which people sign in with PINs of their own; the store's PIN is asked for again. */
export function enrolScreen(till: Till): View {
  const words = staffWords[till.language];
  const [name, pin] = [nameInput(), pinInput()];
  const trouble = h('div', { class: 'trouble' });
  const button = h('button', { class: 'button seal wide tall', type: 'submit' }, words.doEnrol);
  const enrol = async () => {
    put(trouble);
    const typedName = readName(words, name, trouble);
    if (typedName === undefined) return;
    const typedPin = readPin(words, pin, trouble);
    if (typedPin === undefined) return;
    const storeId = storeOfThisDevice();
    const answer = await till.api.post('/v1/till/devices', { storeId, pin: typedPin, name: typedName });
    pin.value = '';
    if (!answer.ok) return put(trouble, clerkNotice(answer.problem, till.language));
    enrolled.write(storeId);
    till.go({ at: 'manage', said: words.enrolled });
  };
  const content = h(
    'form',
    { class: 'stack', novalidate: true, onsubmit: submitting(button, words.doEnrolling, enrol) },
    h('p', {}, words.enrolAbout),
    field(words.deviceName, name, words.deviceNameHint),
    field(words.storePin, pin),
    trouble,
    button,
  );
  return { title: words.titleEnrol, content, focus: name };
}

/** One enrolled device, and its end. */
export function deviceScreen(till: Till, { deviceId, name, enrolledAt }: Device): View {
  const words = staffWords[till.language];
  const content = h(
    'div',
    { class: 'stack wide-gaps' },
    h(
      'p',
      { class: 'lead' },
      name,
      h(
        'span',
        { class: 'block small quiet figures' },
        words.enrolledAt(formatMoment(enrolledAt, till.language)),
      ),
    ),
    ending(till, `/v1/till/devices/${encodeURIComponent(deviceId)}/end`, {
      ask: words.askEndDevice(name),
      askNext: words.askEndDeviceNext,
      begin: words.doEndDevice,
    }),
  );
  return { title: words.titleDevice, content };
}
