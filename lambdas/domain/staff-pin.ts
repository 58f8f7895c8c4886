import { scrypt, timingSafeEqual } from 'node:crypto';

/** The cost of a PIN: 2^15 blocks of 8, one lane (OWASP's second row); 32 MiB and about a tenth of a second. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 } as const;
const keyBytes = 32;
const shape = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d)\$([\w-]{16,64})\$([\w-]{43})$/u;

/** Bytes of salt that a PIN is hashed with. */
export const staffPinSaltBytes = 16;

function stretch(secret: string, salt: Buffer, options: typeof cost | Record<keyof typeof cost, number>) {
  return new Promise<Buffer>((resolve, reject) => {
    scrypt(secret, salt, keyBytes, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

/**
 * Hashes a person's PIN slowly, with its parameters beside it (the PHC string form). The secret is the PIN under the
 * pepper (`staffPinMac`): ten thousand PINs are quickly tried, whatever one of them costs.
 */
export async function hashStaffPin(secret: string, saltBytes: Uint8Array): Promise<string> {
  const salt = Buffer.from(saltBytes);
  const key = await stretch(secret, salt, cost);
  const parameters = `ln=${Math.log2(cost.N)},r=${cost.r},p=${cost.p}`;
  return `$scrypt$${parameters}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** Whether a secret is the one that was hashed, with the parameters of that time. A hash that is not ours throws. */
export async function isStaffPin(secret: string, kept: string): Promise<boolean> {
  const [, ln, r, p, salt = '', key = ''] = shape.exec(kept) ?? [];
  if (key === '') throw new Error('this is no hash of a PIN');
  const { maxmem } = cost;
  const options = { N: 2 ** Number(ln), r: Number(r), p: Number(p), maxmem };
  const shown = await stretch(secret, Buffer.from(salt, 'base64url'), options);
  return timingSafeEqual(shown, Buffer.from(key, 'base64url'));
}
