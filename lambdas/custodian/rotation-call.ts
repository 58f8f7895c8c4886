import * as z from 'zod/mini';
import type { RotationCall } from './keep-login.ts';

const event = z.object({
  Step: z.enum(['createSecret', 'setSecret', 'testSecret', 'finishSecret']),
  ClientRequestToken: z.string(),
});

/** A call of Secrets Manager's rotation; undefined for the once-a-minute schedule. */
export function readRotationCall(call: unknown): RotationCall | undefined {
  const read = event.safeParse(call);
  return read.success ? { step: read.data.Step, versionId: read.data.ClientRequestToken } : undefined;
}
