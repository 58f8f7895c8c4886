import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { CustodianCaller } from '../../lambdas/domain/custodian-callers.ts';
import { pascalOf, type Names } from '../names.ts';
import { removalOf, type Stage } from '../stage.ts';
import { administratorPatterns, anybodyBut, denyAll, namedIn, roleArnByName } from './guard-statements.ts';

/**
 * Whom the keys serve: `sealer` alone seals and computes codes, `finder` too computes the index of a number, `opener`
 * alone opens, as `callers` may claim; where the stage signs the roots of its registers, `signer` alone signs them.
 */
export type NumberVaultProps = {
  readonly stage: Stage;
  readonly names: Names;
  readonly sealer: { readonly role: iam.IRole; readonly name: string };
  readonly finder: { readonly role: iam.IRole; readonly name: string };
  readonly opener: { readonly role: iam.IRole; readonly name: string };
  readonly callers: readonly CustodianCaller[];
  readonly signer: { readonly role: iam.IRole; readonly name: string };
};

const verbs = (names: string) => names.split(' ').map(name => `kms:${name}`);
// All that CloudFormation calls on a key and its alias; without CreateAlias the first deploy fails (boundary.md A9).
const administerKey = [
  ...verbs('DescribeKey GetKeyPolicy PutKeyPolicy ListKeyPolicies UpdateKeyDescription EnableKey DisableKey'),
  ...verbs('GetKeyRotationStatus EnableKeyRotation DisableKeyRotation ScheduleKeyDeletion CancelKeyDeletion'),
  ...verbs('CreateAlias UpdateAlias DeleteAlias ListResourceTags TagResource UntagResource'),
  ...verbs('ListGrants RevokeGrant'),
];
const breakGlass = verbs(
  'DescribeKey GetKeyPolicy PutKeyPolicy ListGrants RevokeGrant EnableKey CancelKeyDeletion',
);
const macKey = { keySpec: kms.KeySpec.HMAC_256, keyUsage: kms.KeyUsage.GENERATE_VERIFY_MAC };
const openOtherwise = verbs('Decrypt ReEncryptFrom GenerateDataKey*');
const handOn = verbs('CreateGrant ReEncrypt* ReplicateKey ImportKeyMaterial');

/**
 * The keys and their policies (DESIGN §3): the one file that spells a `kms:` action. No policy here trusts the
 * account, so an identity policy alone opens nothing, whatever it says.
 */
export class NumberVault extends Construct {
  readonly numberKey: kms.Key;
  readonly indexKey: kms.Key;
  readonly codeKey: kms.Key;
  readonly signingKey: kms.Key | undefined;

  constructor(scope: Construct, id: string, props: NumberVaultProps) {
    super(scope, id);
    const { names } = props;
    this.numberKey = this.makeKey('NumberKey', props, {
      alias: names.numberKeyAlias,
      description: 'Seals phone numbers; the custodian role alone opens them.',
      enableKeyRotation: true,
      // Each of the first two rotations adds a dollar a month; seven years is the longest period there is.
      rotationPeriod: Duration.days(2560),
      policy: this.numberKeyPolicy(props),
    });
    const computers = [{ sid: 'VerifyComputes', ...props.sealer }];
    this.indexKey = this.makeKey('IndexKey', props, {
      ...macKey,
      alias: names.indexKeyAlias,
      description: 'Finds the same phone number again.',
      policy: this.macKeyPolicy(props.stage, [...computers, { sid: 'DeskComputes', ...props.finder }]),
    });
    this.codeKey = this.makeKey('CodeKey', props, {
      ...macKey,
      alias: names.codeKeyAlias,
      description: 'Derives one-time codes, which are not kept.',
      policy: this.macKeyPolicy(props.stage, computers),
    });
    this.signingKey = props.stage.registers.sign ? this.makeSigningKey(props) : undefined;
  }

  private makeSigningKey(props: NumberVaultProps): kms.Key {
    return this.makeKey('SigningKey', props, {
      alias: props.names.signingKeyAlias,
      description: 'Signs the roots of the registers.',
      keySpec: kms.KeySpec.ECC_NIST_P256,
      keyUsage: kms.KeyUsage.SIGN_VERIFY,
      policy: this.keyPolicy(props.stage, [
        ...signRoots(props.signer.role, Stack.of(this).account),
        denyAll('NobodyElseSigns', ['kms:Sign'], anybodyBut(roleArnByName(this, props.signer.name))),
      ]),
    });
  }

  private makeKey(id: string, props: NumberVaultProps, key: kms.KeyProps): kms.Key {
    return new kms.Key(this, id, {
      ...key,
      removalPolicy: removalOf(props.stage),
      ...(props.stage.protect ? {} : { pendingWindow: Duration.days(7) }),
    });
  }

  private numberKeyPolicy(props: NumberVaultProps): iam.PolicyDocument {
    const custodian = roleArnByName(this, props.opener.name);
    return this.keyPolicy(props.stage, [
      seal(props.sealer.role),
      ...props.callers.flatMap(caller =>
        caller.purposes.map(purpose => openFor(purpose, caller, props.opener.role)),
      ),
      denyAll('NobodyElseOpens', openOtherwise, anybodyBut(custodian)),
    ]);
  }

  private macKeyPolicy(stage: Stage, computers: readonly Computer[]): iam.PolicyDocument {
    const named = computers.map(({ name }) => roleArnByName(this, name));
    return this.keyPolicy(stage, [
      ...computers.map(({ sid, role }) => allow(sid, role, 'kms:GenerateMac', macs)),
      denyAll('NobodyElseComputes', ['kms:GenerateMac', 'kms:VerifyMac'], anybodyBut(...named)),
    ]);
  }

  private keyPolicy(stage: Stage, own: readonly iam.PolicyStatement[]): iam.PolicyDocument {
    const statements = [...this.administration(stage), ...own, denyAll('NobodyHandsItOn', handOn)];
    return new iam.PolicyDocument({ statements });
  }

  private administration(stage: Stage): iam.PolicyStatement[] {
    const root = `arn:aws:iam::${Stack.of(this).account}:root`;
    return [
      new iam.PolicyStatement({
        sid: `AdministerRevision${stage.keyPolicyRevision}`,
        principals: [new iam.AnyPrincipal()],
        actions: administerKey,
        resources: ['*'],
        conditions: namedIn(this, administratorPatterns(this, stage)),
      }),
      new iam.PolicyStatement({
        sid: 'RootBreakGlass',
        principals: [new iam.ArnPrincipal(root)],
        actions: breakGlass,
        resources: ['*'],
        // Without this the root principal stands for every role of the account.
        conditions: { StringEquals: { 'aws:PrincipalType': 'Account' } },
      }),
    ];
  }
}

/** A role that may compute MACs, under the Sid that says so. */
type Computer = { readonly sid: string; readonly role: iam.IRole; readonly name: string };

const macs = { 'kms:MacAlgorithm': 'HMAC_SHA_256' };
const digests = { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'DIGEST' };

function allow(sid: string, principal: iam.IPrincipal, action: string, StringEquals: object) {
  return new iam.PolicyStatement({
    sid,
    principals: [principal],
    actions: [action],
    resources: ['*'],
    conditions: { StringEquals },
  });
}

/** The archive signs digests. The public half is no secret: whoever audits the account checks signatures with it. */
function signRoots(signer: iam.IRole, account: string): iam.PolicyStatement[] {
  const ours = { 'aws:PrincipalAccount': account };
  return [
    allow('ArchiveSigns', signer, 'kms:Sign', digests),
    allow('AnyoneChecks', new iam.AnyPrincipal(), 'kms:GetPublicKey', ours),
  ];
}

/** What the custodian's permission boundary lets through: the number key by alias, since its ARN would be circular. */
export function openByAlias(scope: Construct, alias: string): iam.PolicyStatement {
  const { region, account } = Stack.of(scope);
  return new iam.PolicyStatement({
    sid: 'OpenNumbers',
    actions: ['kms:Decrypt'],
    resources: [`arn:aws:kms:${region}:${account}:key/*`],
    conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } },
  });
}

/** A phone number, of a shopper, and nothing else: what a number is sealed under and must be opened under. */
const sealedUnder = { StringEquals: { 'kms:EncryptionContext:use': 'phone-number' } };
const underNothingElse = { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['use', 'shopper'] } };
const anyShopper = 'shp_*';

function seal(sealer: iam.IRole): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'VerifySeals',
    principals: [sealer],
    actions: ['kms:Encrypt'],
    resources: ['*'],
    conditions: {
      ...sealedUnder,
      ...underNothingElse,
      StringLike: { 'kms:EncryptionContext:shopper': anyShopper },
    },
  });
}

/**
 * One purpose: tag, session name and source identity must all say the same (boundary.md C). A statement for several
 * purposes would let a reading for one of them stand in CloudTrail under the name of another.
 */
function openFor(purpose: string, caller: CustodianCaller, custodian: iam.IRole): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: `OpenFor${pascalOf(purpose)}`,
    principals: [custodian],
    actions: ['kms:Decrypt'],
    resources: ['*'],
    conditions: {
      StringEquals: { ...sealedUnder.StringEquals, 'aws:PrincipalTag/purpose': purpose },
      ...underNothingElse,
      StringLike: {
        'kms:EncryptionContext:shopper': caller.shopper ?? anyShopper,
        'aws:SourceIdentity': caller.sourceIdentity,
        'aws:userid': `*:${purpose}-*`,
      },
    },
  });
}
