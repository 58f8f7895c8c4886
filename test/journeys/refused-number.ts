import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { policyVersion } from '../../lambdas/domain/policy-text.ts';
import type { System } from '../../local/system.ts';
import { openBrowserLike } from './browser-like.ts';
import { freshAddress } from './people.ts';

/** The number that the fake carrier refuses for good (`local/aws/sns.ts`), as typed and in E.164. */
export const refusedNumber = { phone: '090-9999-0001', e164: '+819099990001' } as const;

/** The code of a challenge, derived as the function itself derives it and with its role: no phone ever shows this one. */
async function deriveCode(system: System, challengeId: string): Promise<string> {
  const row = (await system.world.dump()).split('\n').find(line => line.includes(`CHL#${challengeId}`)) ?? '';
  const index = /"index":(?:\{"S":)?"([\w-]+)"/u.exec(row)?.[1] ?? '';
  const { deployment, world } = system;
  const verify = deployment.functions.find(({ name }) => name.endsWith('-shopper-verify'));
  const key = deployment.keys.find(({ aliases }) => aliases.some(alias => alias.endsWith('-code')));
  const { roleArn = '', arn: functionArn = '', name: sessionName = '' } = verify ?? {};
  const credentials = world.issueCredentials({ roleArn, functionArn, sessionName });
  const client = new KMSClient({ endpoint: system.awsEndpoint, region: deployment.region, credentials });
  const { Mac: bytes = new Uint8Array(8) } = await client.send(
    new GenerateMacCommand({
      KeyId: key?.arn,
      MacAlgorithm: 'HMAC_SHA_256',
      Message: Buffer.from(`code|v1|${challengeId}|${index}`),
    }),
  );
  client.destroy();
  return String(Buffer.from(bytes).readBigUInt64BE() % 1_000_000n).padStart(6, '0');
}

/** A shopper whose number the carrier took once and refuses now; the answer of the start is a 503, since no code went out. */
export async function signUpRefused(system: System): Promise<{ shopperId: string; code: string }> {
  const browser = openBrowserLike(system.origin, { address: freshAddress() });
  const { phone } = refusedNumber;
  const started = await browser.post('/v1/challenges', { phone });
  const challengeId = String(started.body['challengeId']);
  if (started.status !== 503) throw new Error(`start answered ${started.status} ${started.text}`);
  const code = await deriveCode(system, challengeId);
  const wish = { phone, code, consents: { delivery: true }, policyVersion };
  const confirmed = await browser.post(`/v1/challenges/${challengeId}/confirm`, wish);
  if (confirmed.status !== 200) throw new Error(`confirm answered ${confirmed.status} ${confirmed.text}`);
  return { shopperId: String(confirmed.body['shopperId']), code };
}
