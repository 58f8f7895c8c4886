import * as z from 'zod/mini';
import { holdsPhoneNumber } from '../domain/phone-number.ts';
import { tillRoles } from '../domain/store.ts';

const time = z.string();
const id = z.string().check(z.maxLength(60));
const pin = z.string().check(z.regex(/^[0-9]{4,8}$/u));
const role = z.enum(tillRoles);

function isPlain(text: string): boolean {
  return !/\p{Cc}/u.test(text) && text.isWellFormed() && !holdsPhoneNumber(text);
}

/** A name of a person or of a device: short, on one line, and no phone number. */
const name = z.string().check(
  z.trim(),
  z.minLength(1),
  z.maxLength(40),
  z.refine(text => isPlain(text)),
);
const person = z.object({ staffId: z.string(), name: z.string(), role });
const device = z.object({
  deviceId: z.string(),
  name: z.string(),
  enrolledAt: time,
  isThis: z.boolean(),
});

/** What the till takes and answers about the people of its store and its devices. */
export const staffWire = {
  'POST /v1/till/sign-in': {
    status: 200,
    body: z.object({ storeId: id, staffId: z.optional(id), pin }),
    answer: z.object({
      storeId: z.string(),
      name: z.string(),
      expiresAt: time,
      role,
      staff: z.optional(z.object({ staffId: z.string(), name: z.string() })),
    }),
  },
  'POST /v1/till/sign-out': { status: 200, answer: z.object({ signedOut: z.boolean() }) },
  'GET /v1/till/staff': {
    status: 200,
    answer: z.object({ storeId: z.string(), name: z.string(), items: z.array(person) }),
  },
  'POST /v1/till/staff': { status: 201, body: z.object({ name, role, pin }), answer: person },
  'PUT /v1/till/staff/{staffId}/pin': { status: 200, body: z.object({ pin }), answer: person },
  'PUT /v1/till/staff/{staffId}/role': { status: 200, body: z.object({ role }), answer: person },
  'POST /v1/till/staff/{staffId}/end': { status: 200, answer: z.object({ staffId: z.string() }) },
  'POST /v1/till/devices': {
    status: 201,
    body: z.object({ storeId: id, pin, name }),
    answer: z.object({ deviceId: z.string(), name: z.string(), enrolledAt: time }),
  },
  'GET /v1/till/devices': { status: 200, answer: z.object({ items: z.array(device) }) },
  'POST /v1/till/devices/{deviceId}/end': { status: 200, answer: z.object({ deviceId: z.string() }) },
} as const;
