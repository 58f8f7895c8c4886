import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { buildBundles } from '../../lib/bundles.ts';
import type { System, SystemRequest } from '../../local/system.ts';
import type { Template } from './small-edge.ts';
import { startSmallHouse } from './small-house.ts';

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** Adds the rotation of the small house's secret to its template; `more` changes the schedule. */
export function addRotation(resources: Template, more: Record<string, unknown> = {}): void {
  resources['Rotate'] = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...resources['Worker']?.Properties,
      FunctionName: 'small-rotate',
      Role: arnOf('RotateRole'),
      Code: { S3Bucket: 'assets', S3Key: 'rotate.zip' },
      Environment: { Variables: {} },
    },
  };
  const rights = { Effect: 'Allow', Action: 'secretsmanager:*', Resource: { Ref: 'Secret' } };
  const invoke = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arnOf('Rotate') };
  const policy = (PolicyName: string, ...Statement: object[]) => ({
    PolicyName,
    PolicyDocument: { Version: '2012-10-17', Statement },
  });
  const trust = resources['FunctionRole']?.Properties['AssumeRolePolicyDocument'];
  const role = (RoleName: string, ...Policies: object[]) => ({
    Type: 'AWS::IAM::Role',
    Properties: { RoleName, AssumeRolePolicyDocument: trust, Policies },
  });
  resources['RotateRole'] = role('small-rotate', policy('Rights', rights));
  resources['AskRole'] = role('small-ask', policy('Rights', rights), policy('Invoke', invoke));
  resources['RotatePermission'] = {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arnOf('Rotate'),
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: { Ref: 'Secret' },
    },
  };
  resources['Rotation'] = {
    Type: 'AWS::SecretsManager::RotationSchedule',
    Properties: {
      SecretId: { Ref: 'Secret' },
      RotationLambdaARN: arnOf('Rotate'),
      RotationRules: { ScheduleExpression: 'cron(0 16 1,15 * ? *)' },
      RotateImmediatelyOnUpdate: false,
      ...more,
    },
  };
}

/** The rotation function as a bundle, made once per test file; `remove` deletes it. */
export async function rotationBundle(): Promise<{ readonly source: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'mogiri-rotating-'));
  const outDir = join(folder, 'lambdas');
  await buildBundles({ sourceDir: fileURLToPath(new URL('rotating', import.meta.url)), outDir });
  return {
    source: readFileSync(join(outDir, 'secret-turn', 'index.mjs'), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The small house with a secret that rotates. */
export type RotatingHouse = System & {
  readonly secretArn: string;
  /** Secrets Manager as the role `small-ask`, which may rotate, or another one. */
  secretsAs(roleName?: string): SecretsManagerClient;
  /** The steps that the rotation function was invoked for, with their tokens, in order. */
  steps(): readonly { readonly step: string; readonly token: string }[];
};

/** Starts it with `source` as the rotation function; `schedule` changes the schedule, `variables` the function's own. */
export async function startRotatingHouse(
  source: string,
  request: Partial<SystemRequest> = {},
  schedule: Record<string, unknown> = {},
  Variables: Record<string, string> = {},
): Promise<RotatingHouse> {
  const system = await startSmallHouse(request, { rotate: source }, resources => {
    addRotation(resources, schedule);
    Object.assign(resources['Rotate']?.Properties ?? {}, { Environment: { Variables } });
  });
  const { world, deployment, logs } = system;
  const clients: SecretsManagerClient[] = [];
  return {
    ...system,
    secretArn: deployment.secrets[0]?.arn ?? '',
    secretsAs: (roleName = 'small-ask') => {
      const roleArn = deployment.roles.find(role => role.name === roleName)?.arn ?? '';
      const credentials = world.issueCredentials({ roleArn, sessionName: 'test' });
      const client = new SecretsManagerClient({
        region: deployment.region,
        endpoint: world.endpoint,
        credentials,
        maxAttempts: 1,
      });
      clients.push(client);
      return client;
    },
    steps: () =>
      logs.lines().flatMap(({ line }) => {
        const [, step = '', token = ''] = /^step (\w+) (\S+)/.exec(line) ?? [];
        return step === '' ? [] : [{ step, token }];
      }),
    close: async () => {
      clients.forEach(client => client.destroy());
      await system.close();
    },
  };
}
