import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { routes } from '../../lambdas/routes.ts';
import { settingsOf } from '../../lambdas/settings.ts';
import { projectRoot } from '../../local/builds/artifacts.ts';
import { evaluate } from '../../policy/evaluate.ts';
import type { Caller } from '../../policy/request.ts';
import type { Deployment } from '../../local/deployment.ts';
import { parseTemplate, readAssembly } from '../../local/templates/assembly.ts';
import { readDeployment } from '../../local/templates/read-deployment.ts';
import type { Template } from './small-edge.ts';
import { template } from './small-template.ts';

const places = { awsPort: 4322, origin: 'http://127.0.0.1:4321' };

function read(change: (resources: Template) => void = () => undefined): Deployment {
  const Resources = structuredClone(template());
  change(Resources);
  const assets = new Map(['probe', 'worker', 'tick'].map(hash => [hash, `/assets/${hash}`]));
  const place = { account: '000000000000', region: 'ap-northeast-1' };
  return readDeployment(
    'small',
    [{ name: 'small', ...place, template: parseTemplate('small', { Resources }), assets }],
    places,
  );
}

function set(resources: Template, logicalId: string, properties: Record<string, unknown>): void {
  Object.assign(resources[logicalId]?.Properties ?? {}, properties);
}

describe('a deployment read from templates', () => {
  it('knows each function with its folder, role, limits and local origin', () => {
    expect(read().functions[0]).toEqual({
      arn: 'arn:aws:lambda:ap-northeast-1:000000000000:function:small-probe',
      name: 'small-probe',
      codePath: '/assets/probe',
      handler: 'index.handler',
      roleArn: 'arn:aws:iam::000000000000:role/small-function',
      environment: { ORIGIN: 'http://127.0.0.1:4321', TABLE: 'small-Table' },
      timeoutSeconds: 2,
      memoryMb: 128,
    });
  });

  it('gives the public origin also where the distribution has a name of its own', () => {
    const { functions } = read(resources => {
      const config = resources['Edge']?.Properties['DistributionConfig'];
      Object.assign(config ?? {}, { Aliases: ['coupons.example.test'] });
      set(resources, 'Probe', { Environment: { Variables: { ORIGIN: 'https://coupons.example.test' } } });
    });
    expect(functions[0]?.environment).toEqual({ ORIGIN: 'http://127.0.0.1:4321' });
  });

  it('leaves out functions that only deployments call', () => {
    const { functions } = read(resources => {
      const upload = { Runtime: 'python3.13', FunctionName: 'small-upload' };
      resources['Upload'] = {
        Type: 'AWS::Lambda::Function',
        Properties: { ...resources['Tick']?.Properties, ...upload },
      };
      resources['Deploy'] = {
        Type: 'Custom::CDKBucketDeployment',
        Properties: { ServiceToken: { 'Fn::GetAtt': ['Upload', 'Arn'] } },
      };
    });
    expect(functions.map(lambda => lambda.name)).toEqual(['small-probe', 'small-worker', 'small-tick']);
  });

  it('gathers the policies of a role from wherever they are attached, with its boundary', () => {
    const document = { Version: '2012-10-17', Statement: [] };
    const { roles } = read(resources => {
      resources['Limit'] = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document } };
      resources['More'] = {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'More', PolicyDocument: document, Roles: [{ Ref: 'FunctionRole' }] },
      };
      set(resources, 'FunctionRole', { PermissionsBoundary: { Ref: 'Limit' } });
    });
    const role = roles.find(candidate => candidate.name === 'small-function');
    expect(role?.policies.map(policy => policy.name)).toEqual(['Rights', 'More']);
    expect(role?.boundary).toEqual(document);
    expect(role?.boundaryArn).toBe('arn:aws:iam::000000000000:policy/small-Limit');
  });

  it('knows buckets with their policy, versions and lock, and keys of every kind', () => {
    const policy = { Version: '2012-10-17', Statement: [] };
    const { buckets, keys } = read(resources => {
      resources['Archive'] = {
        Type: 'AWS::S3::Bucket',
        Properties: {
          ObjectLockEnabled: true,
          ObjectLockConfiguration: {
            ObjectLockEnabled: 'Enabled',
            Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 2 } },
          },
        },
      };
      resources['ArchivePolicy'] = {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: { Ref: 'Archive' }, PolicyDocument: policy },
      };
      resources['Pages'] = { Type: 'AWS::S3::Bucket', Properties: {} };
      resources['Signing'] = {
        Type: 'AWS::KMS::Key',
        Properties: { KeyPolicy: policy, KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
      };
    });
    expect(buckets).toEqual([
      {
        arn: 'arn:aws:s3:::small-archive',
        name: 'small-archive',
        versioned: true,
        lockable: true,
        objectLock: { mode: 'COMPLIANCE', days: 730 },
        resourcePolicy: policy,
      },
      { arn: 'arn:aws:s3:::small-pages', name: 'small-pages', versioned: false, lockable: false },
    ]);
    expect(keys).toMatchObject([{ spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' }]);
  });

  it.each<[string, (resources: Template) => void, RegExp]>([
    [
      'a resource type it does not know',
      resources => (resources['Bus'] = { Type: 'AWS::Kinesis::Stream', Properties: {} }),
      /small\/Bus: the local system does not know AWS::Kinesis::Stream/,
    ],
    [
      'a route that API Gateway may not invoke',
      resources => delete resources['Invoke'],
      /API Gateway has no permission to invoke small-probe/,
    ],
    [
      'a runtime that is not Node.js',
      resources => set(resources, 'Probe', { Runtime: 'python3.13' }),
      /runs on python3\.13/,
    ],
    [
      'code that is not among the assets',
      resources => set(resources, 'Probe', { Code: { S3Key: 'gone.zip' } }),
      /gone\.zip is not among the assets/,
    ],
    [
      'a managed policy whose text is elsewhere',
      resources =>
        set(resources, 'FunctionRole', {
          ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
        }),
      /AdministratorAccess, whose text is not in the templates/,
    ],
    [
      'an event filter',
      resources => set(resources, 'Feed', { FilterCriteria: { Filters: [] } }),
      /small\/Feed: .*FilterCriteria/s,
    ],
    [
      'an old payload format',
      resources => set(resources, 'Integration', { PayloadFormatVersion: '1.0' }),
      /small\/Integration: .*PayloadFormatVersion/s,
    ],
    [
      'a bucket that encrypts with a key',
      resources => {
        const ServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'key' };
        const BucketEncryption = { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault }] };
        resources['Coded'] = { Type: 'AWS::S3::Bucket', Properties: { BucketEncryption } };
      },
      /small\/Coded: .*SSEAlgorithm/s,
    ],
    [
      'a bucket that sends events',
      resources => {
        const NotificationConfiguration = { EventBridgeConfiguration: {} };
        resources['Loud'] = { Type: 'AWS::S3::Bucket', Properties: { NotificationConfiguration } };
      },
      /small\/Loud: .*NotificationConfiguration/s,
    ],
    [
      'a key of a kind it does not know',
      resources =>
        (resources['Odd'] = { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: {}, KeySpec: 'RSA_2048' } }),
      /small\/Odd: .*KeySpec/s,
    ],
  ])('refuses %s', (_, change, problem) => {
    expect(() => read(change)).toThrow(problem);
  });
});

describe('the deployment of the synthesized stacks', () => {
  const deployment = readDeployment('dev', readAssembly(join(projectRoot, 'cdk.out')), places);

  it('has every route of the table, with its function, throttle and authorizer', () => {
    const expected = routes.map(route => ({
      key: `${route.method} ${route.path}`,
      lambda: `mogiri-dev-${route.function}`,
      throttle: { ratePerSecond: route.ratePerSecond, burst: route.burst },
      signedIn: route.door === 'marketer' || route.door === 'custodian',
    }));
    const found = deployment.routes.map(route => ({
      key: route.routeKey,
      lambda: deployment.functions.find(lambda => lambda.arn === route.functionArn)?.name,
      throttle: route.throttle,
      signedIn: route.jwt !== undefined,
    }));
    const byKey = (a: { key: string }, b: { key: string }): number => a.key.localeCompare(b.key);
    expect(found.toSorted(byKey)).toEqual(expected.toSorted(byKey));
  });

  it('knows the log group that the trail writes, and the pool that signs people in', () => {
    const name = '/aws/cloudtrail/mogiri-dev-trail';
    const { account, region, signIn } = deployment;
    expect(deployment.trailLogGroup).toEqual({
      name,
      arn: `arn:aws:logs:${region}:${account}:log-group:${name}`,
    });
    expect(signIn?.poolArn).toBe(`arn:aws:cognito-idp:${region}:${account}:userpool/${signIn?.poolId}`);
  });

  it('has buckets whose policies say something of every caller', () => {
    expect(deployment.buckets.map(bucket => bucket.name)).not.toEqual([]);
    for (const { arn, resourcePolicy } of deployment.buckets) {
      const ask = (caller: Caller, secure: string) =>
        evaluate(
          {
            caller,
            action: 's3:GetObject',
            resource: `${arn}/x`,
            resourceAccount: deployment.account,
            context: { 'aws:SecureTransport': secure },
          },
          {
            identity: [],
            ...(resourcePolicy && { resource: { kind: 'resource', document: resourcePolicy } }),
          },
        ).reason;
      const user = `arn:aws:iam::${deployment.account}:user/someone`;
      const someone = { kind: 'user', account: deployment.account, arn: user } as const;
      expect([arn, ask(someone, 'true')]).toEqual([arn, 'no-allow']);
      expect([arn, ask(someone, 'false')]).toEqual([arn, 'explicit-deny']);
      const edge = { kind: 'service', service: 'cloudfront.amazonaws.com' } as const;
      expect([arn, ask(edge, 'true')]).toEqual([arn, 'no-allow']);
    }
  });

  it('gives every function exactly the settings it names, all resolved, and code that is there', () => {
    const found = Object.keys(settingsOf).map(name => {
      const lambda = deployment.functions.find(candidate => candidate.name === `mogiri-dev-${name}`);
      const built = existsSync(join(lambda?.codePath ?? '', 'index.mjs'));
      return { name, built, keys: Object.keys(lambda?.environment ?? {}).toSorted() };
    });
    const expected = Object.entries(settingsOf).map(([name, keys]) => ({
      name,
      built: true,
      keys: keys.toSorted(),
    }));
    expect(found).toEqual(expected);
    const values = deployment.functions.flatMap(lambda => Object.values(lambda.environment));
    expect(values.filter(value => /\$\{|undefined|\[object|cloudfront/.test(value))).toEqual([]);
  });
});
