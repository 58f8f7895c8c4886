import { describe, expect, test } from 'vitest';
import { build, only, resources } from './built-house.ts';
import { flat, statementsOf, withSid } from './policy-reading.ts';

const dev = build('dev');
const prod = build('prod.example');
const bucketOf = (built: typeof dev) => only(built, 'vault', 'AWS::S3::Bucket', /Archive/);
const policy = only(dev, 'vault', 'AWS::S3::BucketPolicy', /Archive/).Properties['PolicyDocument'];
const signingKeys = (built: typeof dev) =>
  Object.entries(resources(built, 'vault', 'AWS::KMS::Key')).filter(([id]) => id.includes('SigningKey'));

describe('the archive of the registers', () => {
  test('locks what is put: for a year and liftable in dev, for seven and by nobody in production', () => {
    const lock = (mode: string, days: number) => ({
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: mode, Days: days } },
    });
    expect(bucketOf(dev).Properties['ObjectLockConfiguration']).toEqual(lock('GOVERNANCE', 365));
    expect(bucketOf(prod).Properties['ObjectLockConfiguration']).toEqual(lock('COMPLIANCE', 7 * 365));
  });

  test('keeps every version, is closed to the public, encrypted, and outlives its stack', () => {
    for (const built of [dev, prod]) {
      const { Properties, DeletionPolicy } = bucketOf(built);
      expect(DeletionPolicy).toBe('Retain');
      expect(Properties).toMatchObject({
        VersioningConfiguration: { Status: 'Enabled' },
        ObjectLockEnabled: true,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
      expect(Properties).toHaveProperty('BucketEncryption');
      expect(Properties).not.toHaveProperty('LifecycleConfiguration');
    }
  });

  test('takes roots from the archive alone, never over another, and gives none away', () => {
    const alone = withSid(policy, 'ArchiveAlonePuts');
    expect(alone).toMatchObject({ Effect: 'Deny', Principal: ['*'], Action: ['s3:PutObject'] });
    expect(flat(alone.Condition['ArnNotEquals']?.['aws:PrincipalArn'])).toBe(
      'arn:aws:iam::123456789012:role/mogiri-dev-custodian-archive',
    );
    expect(withSid(policy, 'NothingIsPutOver')).toMatchObject({
      Effect: 'Deny',
      Action: ['s3:PutObject'],
      Condition: { Null: { 's3:if-none-match': 'true' } },
    });
    const taking = withSid(policy, 'NothingIsTakenAway');
    expect(taking).toMatchObject({ Effect: 'Deny', Principal: ['*'], Condition: {} });
    expect(taking.Action).toEqual(
      expect.arrayContaining(['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention']),
    );
    const plain = statementsOf(policy).filter(({ Condition }) => 'Bool' in Condition);
    expect(plain.map(({ Effect, Action }) => [Effect, ...Action])).toEqual([['Deny', 's3:*']]);
  });
});

describe('the signing key', () => {
  test('is there where the stage signs, and costs nothing where it does not', () => {
    expect(signingKeys(dev)).toEqual([]);
    expect(signingKeys(prod).map(([, { Properties }]) => Properties)).toMatchObject([
      { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
    ]);
    const settings = (built: typeof dev) =>
      Object.values(resources(built, 'custodian', 'AWS::Lambda::Function'))
        .map(({ Properties }) => (Properties['Environment'] as { Variables: object }).Variables)
        .filter(variables => 'SIGNING_KEY_ARN' in variables)
        .map(variables => flat(variables['SIGNING_KEY_ARN']));
    expect(settings(dev)).toEqual(['', '']);
    expect(settings(prod)).toEqual([
      expect.stringMatching(/SigningKey/u),
      expect.stringMatching(/SigningKey/u),
    ]);
  });

  test('signs for the archive alone, digests only, and its public half is open to the account', () => {
    const document = signingKeys(prod)[0]?.[1].Properties['KeyPolicy'];
    const sign = withSid(document, 'ArchiveSigns');
    expect(sign.Principal.map(principal => flat(principal))).toEqual([
      expect.stringMatching(/^<CustodianArchiveRole/u),
    ]);
    expect(sign).toMatchObject({
      Action: ['kms:Sign'],
      Condition: {
        StringEquals: { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'DIGEST' },
      },
    });
    const deny = withSid(document, 'NobodyElseSigns');
    expect(flat(deny.Condition['ArnNotEquals']?.['aws:PrincipalArn'], '111122223333')).toBe(
      'arn:aws:iam::111122223333:role/mogiri-prod-custodian-archive',
    );
    expect(withSid(document, 'AnyoneChecks')).toMatchObject({
      Effect: 'Allow',
      Action: ['kms:GetPublicKey'],
      Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
    });
    expect(withSid(document, 'NobodyHandsItOn').Effect).toBe('Deny');
  });
});
