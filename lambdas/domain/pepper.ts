import { createHmac, createSecretKey, hash, timingSafeEqual } from 'node:crypto';
import { secretHash, type SecretHash, type ShopperId, type StoreId, type TillStaffId } from './ids.ts';
import { addressBlock } from './address.ts';
import { bitsOfVoucherCode, tokenLength, voucherCodeOf } from './voucher-code.ts';
import type { VoucherSecrets } from './voucher.ts';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const codeBits = 45n;
const tagBits = 38n;

function toLetters(bits: bigint): string {
  let text = '';
  for (let rest = bits, place = 0; place < tokenLength; place += 1, rest /= 62n) {
    text = letters.charAt(Number(rest % 62n)) + text;
  }
  return text;
}

function fromLetters(text: string): bigint {
  let bits = 0n;
  for (const letter of text) bits = bits * 62n + BigInt(letters.indexOf(letter));
  return bits;
}

/** SHA-256 of a secret its holder shows (cookie, token, key), base64url; what the tables know it by. */
export function hashOfSecret(secret: string): SecretHash {
  return secretHash(hash('sha256', secret, 'base64url'));
}

/** Whether two secrets are equal, in time that tells nothing. */
export function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer');
  return timingSafeEqual(digest(left), digest(right));
}

/** Everything derived from the one pepper: voucher codes and links, opt-out links, PIN and QR checks, pseudonyms. */
export type Pepper = VoucherSecrets & {
  optOutToken(shopper: ShopperId): string;
  /** See `Pseudonym`. */
  pseudonym(scope: string, subject: string): string;
  /** See `PuzzleSeed`. */
  puzzleSeed(id: string, boundTo: string): number;
  pinMac(store: StoreId, pin: string): string;
  /** What a person's own PIN becomes before it is hashed slowly: a table alone is then not enough to try PINs on. */
  staffPinMac(staff: TillStaffId, pin: string): string;
  /** What makes a store's QR of one step its own, 132 bits; it changes with the moment the store's PIN was set. */
  storeQrMac(store: StoreId, step: number, pinSetAtMs: number): string;
  /** A name for an address that changes every day and cannot be joined over days (D9). */
  addressName(address: string, nowMs: number): string;
};

/** Derives the secrets of vouchers: a code from id and salt, and a link token of 83 bits that hides the code inside it. */
function voucherSecrets(mac: (text: string) => Buffer): VoucherSecrets {
  const bitsOf = (text: string, bits: bigint) => mac(text).readBigUInt64BE() >> (64n - bits);
  const tagOf = (code: bigint) => bitsOf(`link-tag|${code}`, tagBits);
  const padOf = (tag: bigint) => bitsOf(`link-pad|${tag}`, codeBits);
  return {
    codeOf: (voucher, salt) => voucherCodeOf(bitsOf(`voucher-code|${voucher}|${salt}`, codeBits)),
    codeKey: code => secretHash(mac(`voucher-code-key|${code}`).toString('base64url')),
    linkToken: code => {
      const bits = bitsOfVoucherCode(code);
      const tag = tagOf(bits);
      return toLetters(((bits ^ padOf(tag)) << tagBits) | tag);
    },
    codeInLink: token => {
      if (!/^[0-9A-Za-z]{14}$/u.test(token)) return undefined;
      const all = fromLetters(token);
      const tag = all & ((1n << tagBits) - 1n);
      const code = (all >> tagBits) ^ padOf(tag);
      return code >> codeBits === 0n && tagOf(code) === tag ? voucherCodeOf(code) : undefined;
    },
  };
}

/** The derivations of a pepper; HMAC-SHA-256 with a label for each use, so that no value serves for another. */
export function makePepper(secret: string): Pepper {
  // A key object is made once; a key in bytes is made anew for every MAC, at six times its cost.
  const key = createSecretKey(hash('sha256', `mogiri-pepper|${secret}`, 'buffer'));
  const mac = (text: string) => createHmac('sha256', key).update(text).digest();
  const pseudonym = (scope: string, subject: string) =>
    mac(`pseudonym|${scope}|${subject}`).toString('base64url').slice(0, 22);
  return {
    ...voucherSecrets(mac),
    optOutToken: shopper =>
      toLetters(
        mac(`opt-out|${shopper}`).readBigUInt64BE() |
          (BigInt(mac(`opt-out+|${shopper}`).readUInt32BE() >>> 13) << 64n),
      ),
    pinMac: (store, pin) => mac(`pin|${store}|${pin}`).toString('base64url'),
    staffPinMac: (staff, pin) => mac(`staff-pin|${staff}|${pin}`).toString('base64url'),
    storeQrMac: (store, step, pinSetAtMs) =>
      mac(`store-qr|${store}|${step}|${pinSetAtMs}`).toString('base64url').slice(0, 22),
    pseudonym,
    puzzleSeed: (id, boundTo) => mac(`puzzle|${id}|${boundTo}`).readUInt32BE(),
    addressName: (address, nowMs) =>
      pseudonym(`address|${new Date(nowMs).toISOString().slice(0, 10)}`, addressBlock(address)),
  };
}
