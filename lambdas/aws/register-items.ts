import * as z from 'zod/mini';
import { registerKinds } from '../domain/register.ts';

const ms = z.number();

/** How the head of a chain lies in other items; one written before roots were made does not say when the chain moved. */
export const chainHead = z.object({
  sequence: z.int(),
  hash: z.string(),
  atMs: z.pipe(
    z.optional(ms),
    z.transform(at => at ?? 0),
  ),
});

/** How a row lies in the Register. */
export const registerRow = z.object({
  kind: z.enum(registerKinds),
  chain: z.string(),
  sequence: z.int(),
  previousHash: z.string(),
  atMs: ms,
  fact: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  hash: z.string(),
});

/** How the name of a chain lies where it is looked up by time. */
export const chainName = z.object({ kind: z.enum(registerKinds), chain: z.string(), sk: z.number() });
