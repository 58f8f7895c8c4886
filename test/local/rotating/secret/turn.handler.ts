import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

const client = new SecretsManagerClient({ maxAttempts: 1 });

type Step = { readonly Step: string; readonly SecretId: string; readonly ClientRequestToken: string };

/** A rotation function as AWS's own templates are written; `STAY` in its variables leaves AWSCURRENT where it is. */
export async function handler({ Step, SecretId, ClientRequestToken }: Step): Promise<void> {
  console.log(`step ${Step} ${ClientRequestToken}`);
  const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
  const stages = VersionIdsToStages[ClientRequestToken] ?? [];
  if (!stages.includes('AWSPENDING')) throw new Error('The version is not set as AWSPENDING');
  if (Step === 'createSecret') await create(SecretId, ClientRequestToken);
  const current = Object.keys(VersionIdsToStages).find(id => VersionIdsToStages[id]?.includes('AWSCURRENT'));
  if (Step === 'finishSecret' && process.env['STAY'] === undefined && current !== ClientRequestToken) {
    const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken };
    await client.send(new UpdateSecretVersionStageCommand({ ...move, RemoveFromVersionId: current }));
  }
}

/** Fills the version that is pending, once. */
async function create(SecretId: string, VersionId: string): Promise<void> {
  const pending = { SecretId, VersionId, VersionStage: 'AWSPENDING' };
  const found = await client.send(new GetSecretValueCommand(pending)).catch((error: Error) => error.name);
  if (found !== 'ResourceNotFoundException') return;
  const value = { SecretString: JSON.stringify({ edge: `made for ${VersionId}` }) };
  const put = { SecretId, ClientRequestToken: VersionId, VersionStages: ['AWSPENDING'] };
  await client.send(new PutSecretValueCommand({ ...put, ...value }));
}
