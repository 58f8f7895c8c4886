import { makeArchiveRegisters } from '../../lambdas/custodian/archive-registers.ts';
import { makeCheckRegisters } from '../../lambdas/custodian/check-registers.ts';
import { noteHash } from '../../lambdas/domain/register-note.ts';
import type { Fault } from '../../lambdas/domain/register-check.ts';
import type { RootSigner } from '../../lambdas/domain/register-root.ts';
import {
  chainParts,
  hourOf,
  registerKinds,
  type Fact,
  type RegisterKind,
} from '../../lambdas/domain/register.ts';
import { makeMemoryRegister, openMemoryRegister, type MemoryRegister } from '../fakes/memory-register.ts';
import { makeRandom, type Random } from '../simulation/random.ts';

/** A register with a clock of its own, kept as the deployed one is. */
export type KeptRegister = {
  readonly register: MemoryRegister;
  readonly signer: RootSigner | undefined;
  nowMs: number;
};

/** The start of an hour, at which these registers begin. */
export const beginMs = Date.UTC(2027, 0, 4, 9);
const minuteMs = 60_000;
const everyPart = Array.from({ length: chainParts }, (_, part) => part);

/** An empty register. */
export function openKeptRegister(signer?: RootSigner): KeptRegister {
  return { register: makeMemoryRegister(), signer, nowMs: beginMs };
}

/** Writes a row at the present time. */
export async function write(
  kept: KeptRegister,
  kind: RegisterKind,
  chain: string,
  fact: Fact,
): Promise<void> {
  const { registrar, registers } = openMemoryRegister(kept.register);
  await registrar.append(kind, chain, await registers.headOf(kind, chain), kept.nowMs, fact);
}

/** One run of the archive; answers the codes it journalled. */
export async function archive(kept: KeptRegister, headsAtMost?: number): Promise<string[]> {
  const codes: string[] = [];
  const { moved, registers, archive: roots, places } = openMemoryRegister(kept.register);
  const run = makeArchiveRegisters({
    moved,
    registers,
    archive: roots,
    places,
    signer: kept.signer,
    now: () => kept.nowMs,
    journal: code => codes.push(code),
    ...(headsAtMost === undefined ? {} : { headsAtMost }),
  });
  await run();
  return codes;
}

/** Checks everything, kind by kind, and answers the first fault, or what was counted. */
export async function check(kept: KeptRegister): Promise<{ fault?: Fault; chains: number; rows: number }> {
  const { places, reader, chains, notes } = openMemoryRegister(kept.register);
  const run = makeCheckRegisters({
    places,
    archive: reader,
    registers: chains,
    notes,
    signer: kept.signer,
    now: () => kept.nowMs,
  });
  const total = { chains: 0, rows: 0 };
  for (const kind of registerKinds) {
    const report = await run(kind, everyPart);
    total.chains += report.chains;
    total.rows += report.rows;
    if (report.fault !== undefined) return { ...total, fault: report.fault };
  }
  return total;
}

const chainFor = (kind: RegisterKind, random: Random) =>
  kind === 'rotations' || kind === 'suspensions' ? kind : `${kind}#${random.between(0, 6)}`;

async function writeSomething(kept: KeptRegister, random: Random): Promise<RegisterKind> {
  const kind = random.weighted(registerKinds.map(known => [1, known] as const));
  const note = { salt: `salt ${random.next()}`, text: `because ${kept.nowMs}` };
  const isNoted = random.chance(0.1);
  if (isNoted) await openMemoryRegister(kept.register).notes.keep(note);
  const fact = { by: `stf_${random.between(0, 5)}`, count: random.between(0, 999), test: random.chance(0.5) };
  const whole = isNoted ? { ...fact, note: noteHash(note) } : fact;
  await write(kept, kind, chainFor(kind, random), whole);
  return kind;
}

/**
 * Keeps a register for some hours: rows of every kind, some with notes, roots every hour and after evidence. In the
 * end everything is archived.
 */
export async function keep(kept: KeptRegister, seed: number, hours: number, rowsPerHour: number) {
  const random = makeRandom(seed);
  const until = (atMs: number) => (kept.nowMs = Math.max(kept.nowMs, atMs));
  for (let hour = 0; hour < hours; hour += 1) {
    const times = Array.from({ length: rowsPerHour }, () => random.between(0, 55 * minuteMs)).sort(
      (a, b) => a - b,
    );
    const startMs = beginMs + hour * 60 * minuteMs;
    for (const time of times) {
      until(startMs + time);
      if ((await writeSomething(kept, random)) === 'rotations' && random.chance(0.3)) {
        kept.nowMs += 6 * minuteMs;
        await archive(kept);
      }
    }
    until(startMs + 66 * minuteMs);
    await archive(kept);
  }
  until(hourOf(kept.nowMs) + 66 * minuteMs);
  await archive(kept);
}
