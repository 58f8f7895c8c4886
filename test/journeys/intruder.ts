import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { System } from '../../local/system.ts';

/** An open session of the custodian role, as a thief keeps it. */
export type Loot = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
};

/** What became of a try: `ok`, or the name of AWS's refusal. */
export type Tried = string;

const named = (error: unknown): Tried => (error instanceof Error ? error.name : 'unknown');

/** Somebody who got hold of keys of the deployed functions, and calls AWS with them from wherever they like. */
export function intrude(system: System) {
  const { world, deployment } = system;
  const client = { endpoint: world.endpoint, region: deployment.region, maxAttempts: 1 };
  const desk = () => functionNamed('custodian-desk').environment;
  const functionNamed = (name: string) => {
    const found = deployment.functions.find(candidate => candidate.name === `mogiri-dev-${name}`);
    if (found === undefined) throw new Error(`there is no function ${name}`);
    return found;
  };
  const keysOf = (name: string) => {
    const { roleArn, arn: functionArn } = functionNamed(name);
    const keys = world.issueCredentials({ roleArn, functionArn, sessionName: 'intruder' });
    keys.setBusy(true);
    return keys;
  };
  const custodianArn = functionNamed('custodian-rotate').environment['CUSTODIAN_ROLE_ARN'] ?? '';
  const RoleName = custodianArn.slice(custodianArn.lastIndexOf('/') + 1);
  const iam = new IAMClient({ ...client, credentials: keysOf('custodian-rotate') });
  return {
    custodianArn,
    /** The external id that callers use now. */
    externalId: () => String(JSON.parse(world.secrets.value('mogiri-dev-custodian-login'))['externalId']),
    /** The trust as the template has it, with this external id filled in. */
    templateTrust: (externalId: string) => {
      const role = deployment.roles.find(({ arn }) => arn === custodianArn);
      const text = JSON.stringify(role?.trust);
      return text.replace(/\{\{resolve:secretsmanager:[^}]*\}\}/gu, externalId);
    },
    putTrust: (PolicyDocument: string) =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument })),
    putPolicy: (PolicyName: string, PolicyDocument: string) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
    /** Becomes the custodian as the desk does, with whatever login. */
    enter: async (externalId: string, name = 'custodian-desk'): Promise<Loot | Tried> => {
      const sts = new STSClient({ ...client, credentials: keysOf(name) });
      try {
        const { Credentials: given } = await sts.send(
          new AssumeRoleCommand({
            RoleArn: custodianArn,
            RoleSessionName: 'desk-intruder',
            SourceIdentity: 'stf_intruder',
            ExternalId: externalId,
            DurationSeconds: 3600,
            Tags: [{ Key: 'purpose', Value: 'desk' }],
          }),
        );
        return {
          accessKeyId: given?.AccessKeyId ?? '',
          secretAccessKey: given?.SecretAccessKey ?? '',
          sessionToken: given?.SessionToken ?? '',
        };
      } catch (error) {
        return named(error);
      }
    },
    /** Opens a shopper's number with a session, from the ciphertext a thief would have copied. */
    open: async (loot: Loot, shopperId: string): Promise<Tried> => {
      const key = { TableName: desk()['VAULT_TABLE'], Key: { pk: { S: shopperId } } };
      const call = { nowMs: system.clock.now(), requestId: 'look' };
      const answer = await world.dynamodb.handle(
        'GetItem',
        key,
        call as Parameters<typeof world.dynamodb.handle>[2],
      );
      const item = answer.body['Item'] as { sealed: { B: string } } | undefined;
      const kms = new KMSClient({ ...client, credentials: loot });
      try {
        await kms.send(
          new DecryptCommand({
            KeyId: desk()['NUMBER_KEY_ARN'],
            CiphertextBlob: Buffer.from(item?.sealed.B ?? '', 'base64'),
            EncryptionContext: { use: 'phone-number', shopper: shopperId },
          }),
        );
        return 'ok';
      } catch (error) {
        return named(error);
      }
    },
    /** Asks for the whole Vault, which no policy of the custodian lets through. */
    scanVault: async (loot: Loot): Promise<Tried> => {
      const dynamodb = new DynamoDBClient({ ...client, credentials: loot });
      try {
        await dynamodb.send(new ScanCommand({ TableName: desk()['VAULT_TABLE'] ?? '' }));
        return 'ok';
      } catch (error) {
        return named(error);
      }
    },
  };
}
