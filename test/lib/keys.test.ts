import { describe, expect, test } from 'vitest';
import { build, only, resources } from './built-house.ts';
import { flat, statementsOf, withSid } from './policy-reading.ts';

const dev = build('dev');
const keyPolicy = (id: RegExp) => only(dev, 'vault', 'AWS::KMS::Key', id).Properties['KeyPolicy'];
const numberKey = keyPolicy(/NumberKey/);
const everyKey = [numberKey, keyPolicy(/IndexKey/), keyPolicy(/CodeKey/)];
const allowing = (document: unknown, action: string) =>
  statementsOf(document).filter(({ Effect, Action }) => Effect === 'Allow' && Action.includes(action));

describe('the number key', () => {
  test('is opened by the custodian role only, once per purpose', () => {
    const opening = allowing(numberKey, 'kms:Decrypt');
    expect(opening.map(statement => statement.Sid)).toEqual([
      'OpenForDesk',
      'OpenForDisclosure',
      'OpenForCorrection',
      'OpenForDelivery',
      'OpenForRotationCheck',
    ]);
    for (const { Principal } of opening) {
      expect(Principal.map(principal => flat(principal))).toEqual([
        expect.stringMatching(/^<CustodianRole\w+\.Arn>$/),
      ]);
    }
  });

  test('opens the canary for the rotator, and nobody else’s number', () => {
    expect(withSid(numberKey, 'OpenForRotationCheck').Condition['StringLike']).toEqual({
      'kms:EncryptionContext:shopper': 'shp_CANARY',
      'aws:SourceIdentity': 'rot_*',
      'aws:userid': '*:rotation-check-*',
    });
  });

  test('asks tag, source identity and session name to say the same purpose', () => {
    const people = { Desk: 'stf_*', Disclosure: 'stf_*', Correction: 'stf_*', Delivery: 'cmp_*' };
    for (const [name, person] of Object.entries(people)) {
      const purpose = name.toLowerCase();
      expect(withSid(numberKey, `OpenFor${name}`).Condition).toEqual({
        StringEquals: { 'kms:EncryptionContext:use': 'phone-number', 'aws:PrincipalTag/purpose': purpose },
        'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['use', 'shopper'] },
        StringLike: {
          'kms:EncryptionContext:shopper': 'shp_*',
          'aws:SourceIdentity': person,
          'aws:userid': `*:${purpose}-*`,
        },
      });
    }
  });

  test('is used for sealing by verify only, for a shopper and nothing else', () => {
    const [seal, ...others] = allowing(numberKey, 'kms:Encrypt');
    expect(others).toEqual([]);
    expect(seal?.Principal.map(principal => flat(principal))).toEqual([
      expect.stringMatching(/^<ShopperVerifyRole/),
    ]);
    expect(seal?.Condition).toEqual({
      StringEquals: { 'kms:EncryptionContext:use': 'phone-number' },
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['use', 'shopper'] },
      StringLike: { 'kms:EncryptionContext:shopper': 'shp_*' },
    });
  });

  test('refuses every way of reading to anybody but the custodian, whatever else is allowed', () => {
    const deny = withSid(numberKey, 'NobodyElseOpens');
    expect(deny).toMatchObject({ Effect: 'Deny', Principal: ['*'] });
    expect(deny.Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:ReEncryptFrom']);
    const spared = deny.Condition['ArnNotEquals']?.['aws:PrincipalArn'];
    expect(flat(spared)).toBe('arn:aws:iam::123456789012:role/mogiri-dev-custodian');
  });

  test('turns its material over and keeps the aliases that policies name', () => {
    const key = only(dev, 'vault', 'AWS::KMS::Key', /NumberKey/).Properties;
    expect(key).toMatchObject({ EnableKeyRotation: true, RotationPeriodInDays: 2560 });
    const aliases = Object.values(resources(dev, 'vault', 'AWS::KMS::Alias')).map(
      alias => alias.Properties['AliasName'],
    );
    expect(aliases).toEqual(['alias/mogiri-dev-number', 'alias/mogiri-dev-index', 'alias/mogiri-dev-code']);
  });
});

describe('every key', () => {
  test('gives nobody kms:* and the account no use of it', () => {
    for (const statement of everyKey.flatMap(statementsOf).filter(({ Effect }) => Effect === 'Allow')) {
      expect(statement.Action.filter(action => action.includes('*'))).toEqual([]);
    }
  });

  test('has administrators by name, so that a new bootstrap does not lock it', () => {
    for (const document of everyKey) {
      const { Principal, Condition, Action } = withSid(document, 'AdministerRevision1');
      expect(Principal).toEqual(['*']);
      const patterns = Condition['ArnLike']?.['aws:PrincipalArn'] as unknown[];
      expect(patterns.map(pattern => flat(pattern))).toEqual([
        'arn:aws:iam::123456789012:role/cdk-*-cfn-exec-role-123456789012-ap-northeast-1',
      ]);
      expect(flat(Condition['StringEquals']?.['aws:PrincipalAccount'])).toBe('123456789012');
      expect(Action).toContain('kms:CreateAlias');
      expect(Action.filter(action => /crypt|Generate|Grant$|Mac$/.test(action))).toEqual(['kms:RevokeGrant']);
    }
  });

  test('leaves the root user enough to save it, and root is the user, not the account', () => {
    for (const document of everyKey) {
      const { Condition, Action } = withSid(document, 'RootBreakGlass');
      expect(Condition).toEqual({ StringEquals: { 'aws:PrincipalType': 'Account' } });
      expect(Action).toEqual([
        'kms:CancelKeyDeletion',
        'kms:DescribeKey',
        'kms:EnableKey',
        'kms:GetKeyPolicy',
        'kms:ListGrants',
        'kms:PutKeyPolicy',
        'kms:RevokeGrant',
      ]);
    }
  });

  test('is handed on by nobody', () => {
    for (const document of everyKey) {
      expect(withSid(document, 'NobodyHandsItOn')).toMatchObject({
        Effect: 'Deny',
        Principal: ['*'],
        Action: ['kms:CreateGrant', 'kms:ImportKeyMaterial', 'kms:ReEncrypt*', 'kms:ReplicateKey'],
        Condition: {},
      });
    }
  });

  test('fits a key policy twice over', () => {
    for (const document of everyKey) {
      expect(JSON.stringify(document).length).toBeLessThan(16_384);
    }
  });
});

describe('the index and code keys', () => {
  const verify = { sid: 'VerifyComputes', role: /^<ShopperVerifyRole/, name: 'shopper-verify' };
  const desk = { sid: 'DeskComputes', role: /^<CustodianDeskRole/, name: 'custodian-desk' };

  test.each([
    ['index', [verify, desk]],
    ['code', [verify]],
  ] as const)('the %s key computes for its own only, and checks a MAC for nobody', (name, computers) => {
    const document = everyKey[name === 'index' ? 1 : 2];
    const computing = allowing(document, 'kms:GenerateMac');
    expect(computing.map(({ Sid }) => Sid)).toEqual(computers.map(({ sid }) => sid));
    expect(computing.flatMap(({ Principal }) => Principal.map(principal => flat(principal)))).toEqual(
      computers.map(({ role }) => expect.stringMatching(role)),
    );
    expect(allowing(document, 'kms:VerifyMac')).toEqual([]);
    const spared = withSid(document, 'NobodyElseComputes').Condition['ArnNotEquals']?.['aws:PrincipalArn'];
    expect([spared].flat().map(arn => flat(arn).split('/mogiri-dev-').at(-1))).toEqual(
      computers.map(({ name: role }) => role),
    );
  });

  test('are two, so that a function may have one without the other', () => {
    const specs = Object.values(resources(dev, 'vault', 'AWS::KMS::Key')).map(
      key => key.Properties['KeySpec'],
    );
    expect(specs).toEqual([undefined, 'HMAC_256', 'HMAC_256']);
  });
});
