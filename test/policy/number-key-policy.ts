import { OWN, policy, roleArn } from './requests.ts';

/** The ARN of the one role that may open a number. */
export const CUSTODIAN = roleArn('mogiri-dev-custodian');

const decrypts = (purposes: readonly string[], person: string, more: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS: CUSTODIAN },
  Action: 'kms:Decrypt',
  Resource: '*',
  Condition: {
    StringEquals: {
      'kms:EncryptionContext:use': 'phone-number',
      'aws:PrincipalTag/purpose': purposes,
      ...more,
    },
    StringLike: { 'aws:SourceIdentity': person, 'aws:userid': purposes.map(purpose => `*:${purpose}-*`) },
    Null: { 'kms:EncryptionContext:shopper': 'false' },
  },
});

/** The policy of NumberKey: nobody holds everything, not even the account. */
export const keyPolicy = policy(
  {
    Sid: 'Administer revision 1',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['kms:DescribeKey', 'kms:PutKeyPolicy', 'kms:CreateAlias', 'kms:ScheduleKeyDeletion'],
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:PrincipalAccount': OWN },
      ArnLike: { 'aws:PrincipalArn': roleArn('cdk-*-cfn-exec-role-000000000000-ap-northeast-1') },
    },
  },
  {
    Sid: 'RootBreakGlass',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${OWN}:root` },
    Action: [
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'kms:PutKeyPolicy',
      'kms:EnableKey',
      'kms:CancelKeyDeletion',
    ],
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalType': 'Account' } },
  },
  {
    Effect: 'Allow',
    Principal: { AWS: roleArn('mogiri-dev-shopper-verify') },
    Action: 'kms:Encrypt',
    Resource: '*',
    Condition: {
      StringEquals: { 'kms:EncryptionContext:use': 'phone-number' },
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['use', 'shopper'] },
      Null: { 'kms:EncryptionContext:shopper': 'false' },
    },
  },
  decrypts(['desk', 'disclosure', 'correction'], 'stf_*'),
  decrypts(['delivery'], 'cmp_*'),
  decrypts(['rotation-check'], 'rot_*', { 'kms:EncryptionContext:shopper': 'shp_CANARY' }),
  {
    Sid: 'NobodyElseReads',
    Effect: 'Deny',
    Principal: '*',
    Action: ['kms:Decrypt', 'kms:ReEncryptFrom', 'kms:GenerateDataKey*'],
    Resource: '*',
    Condition: { ArnNotEquals: { 'aws:PrincipalArn': CUSTODIAN } },
  },
  {
    Sid: 'NoGrants',
    Effect: 'Deny',
    Principal: '*',
    Action: ['kms:CreateGrant', 'kms:ReEncrypt*', 'kms:ReplicateKey', 'kms:ImportKeyMaterial'],
    Resource: '*',
  },
);
