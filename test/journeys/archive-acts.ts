import { chainParts, registerKinds, type RegisterKind } from '../../lambdas/domain/register.ts';
import type { System } from '../../local/system.ts';
import { forgetPlace } from '../registers/tamper.ts';
import { openBrowserLike } from './browser-like.ts';
import { expected, type Life } from './life.ts';
import { controlsOf } from './people.ts';

/** Lets an hour and its five minutes pass, and the archive come by. */
export async function passAnHour({ origin }: Pick<System, 'origin'>): Promise<void> {
  const controls = controlsOf(origin);
  await controls.advance(3900);
  await controls.pulse();
}

/** What the desk says of all parts of the registers: what was counted, and the faults. */
export async function checkAtDesk(
  { origin }: Pick<System, 'origin'>,
  kinds: readonly RegisterKind[] = registerKinds,
) {
  const token = await controlsOf(origin).token('custodian-3', ['custodian']);
  const desk = openBrowserLike(origin, { token });
  const seen = { chains: 0, rows: 0, heads: 0, roots: 0, faults: [] as unknown[] };
  for (const kind of kinds) {
    for (let part = 0; part < chainParts; part += 1) {
      const { status, body, text } = await desk.post('/v1/custodian/register-checks', { kind, part });
      if (status !== 200) throw new Error(`a check answered ${status} ${text}`);
      seen.chains += Number(body['chains']);
      seen.rows += Number(body['rows']);
      seen.heads += Number(body['heads']);
      seen.roots = Number(body['roots']);
      if (body['fault'] !== undefined) seen.faults.push(body['fault']);
    }
  }
  return seen;
}

/** The archive makes roots, takes up those that it forgot, and the desk finds nothing wrong. */
export async function archiveRegisters(life: Life, system: System): Promise<void> {
  await passAnHour(system);
  await forgetPlace(system);
  await life.controls.pulse();
  const { faults } = await checkAtDesk(system);
  if (faults.length > 0) throw new Error(`the registers are at fault: ${JSON.stringify(faults)}`);
  const desk = openBrowserLike(life.origin, {
    token: await life.controls.token('custodian-1', ['custodian']),
  });
  const nothing = await desk.post('/v1/custodian/register-checks', { kind: 'nothing', part: 0 });
  expected(life, 'no such register', nothing, 404);
}
