import { randomBytes } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { phoneNumber } from 'better-auth/plugins/phone-number';
import type { Verifier } from './verifier.ts';

type Rows = Record<string, Record<string, unknown>[]>;

const numberOf = (person: number) => `+8190${10_000_000 + person}`;
const mailOf = (phone: string) => `${phone.slice(1)}@phone.example.jp`;

/** A row of a user as the library writes it, for somebody who proved a number before. */
function userRow(person: number): Record<string, unknown> {
  const [phone, at] = [numberOf(person), new Date()];
  const proven = { phoneNumber: phone, phoneNumberVerified: true };
  const id = randomBytes(24).toString('base64url');
  return {
    id,
    name: phone,
    email: mailOf(phone),
    emailVerified: false,
    ...proven,
    createdAt: at,
    updatedAt: at,
  };
}

const emptyRows = (): Rows => ({ user: [], session: [], account: [], verification: [] });

/** better-auth's phone-number plugin over its memory adapter: sending a code, and signing up by proving the number. */
export function openBetterAuth(): Verifier & { fill(people: number): void; empty(): void } {
  const rows = emptyRows();
  const phone = { code: '' };
  const auth = betterAuth({
    database: memoryAdapter(rows),
    secret: randomBytes(32).toString('base64url'),
    baseURL: 'http://127.0.0.1',
    plugins: [
      phoneNumber({
        sendOTP: ({ code }) => {
          phone.code = code;
        },
        signUpOnVerification: { getTempEmail: mailOf },
      }),
    ],
  });
  return {
    fill: people => {
      rows['user'] = Array.from({ length: people }, (_, person) => userRow(person));
    },
    empty: () => void Object.assign(rows, emptyRows()),
    verify: async person => {
      const number = { phoneNumber: numberOf(person) };
      await auth.api.sendPhoneNumberOTP({ body: number });
      const answer = await auth.api.verifyPhoneNumber({ body: { ...number, code: phone.code } });
      if (answer.token === null) throw new Error('no session was opened');
    },
  };
}
