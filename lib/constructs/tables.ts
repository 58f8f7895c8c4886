import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { removalOf, type Stage } from '../stage.ts';
import { anybodyBut, denyAll, roleArnByName } from './guard-statements.ts';

/**
 * Every verb that hands out an item of a table, by itself or as a copy or stream of it. A test compares it with the
 * published list of DynamoDB's actions, so that a new reading verb is noticed (boundary.md A10).
 */
export const readingVerbs = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'Scan',
  'SearchVectors',
  'ConditionCheckItem',
  'PartiQLSelect',
  'PartiQLUpdate',
  'PartiQLDelete',
  'GetRecords',
  'GetShardIterator',
  'ReadDataForReplication',
  'ExportTableToPointInTime',
  'EnableKinesisStreamingDestination',
] as const;

/** Every verb that changes or removes a row of a table, except PutItem, by which the register grows. */
export const rewritingVerbs = [
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'PartiQLInsert',
  'PartiQLUpdate',
  'PartiQLDelete',
  'UpdateTimeToLive',
  'WriteDataForReplication',
] as const;

const key = (name: string) => ({ name, type: dynamodb.AttributeType.STRING });

/** The four tables of DESIGN §4, with the resource policies that outlast any identity policy. */
export class Tables extends Construct {
  readonly vault: dynamodb.Table;
  readonly gate: dynamodb.Table;
  readonly book: dynamodb.Table;
  readonly register: dynamodb.Table;

  constructor(
    scope: Construct,
    id: string,
    props: {
      readonly stage: Stage;
      readonly custodianRole: string;
      readonly rotatorRole: string;
      readonly deskRole: string;
      readonly archiveRole: string;
    },
  ) {
    super(scope, id);
    const kept = { ...everyTable(props.stage), pointInTimeRecoverySpecification: pointInTimeRecovery };
    const rows = { partitionKey: key('pk'), sortKey: key('sk') };
    this.vault = new dynamodb.Table(this, 'Vault', {
      ...kept,
      partitionKey: key('pk'),
      resourcePolicy: vaultPolicy(roleArnByName(this, props.custodianRole)),
    });
    this.gate = new dynamodb.Table(this, 'Gate', {
      ...everyTable(props.stage),
      partitionKey: key('pk'),
      timeToLiveAttribute: 'ttl',
    });
    this.book = new dynamodb.Table(this, 'Book', {
      ...kept,
      ...rows,
      resourcePolicy: bookPolicy(
        roleArnByName(this, props.rotatorRole),
        roleArnByName(this, props.deskRole),
        roleArnByName(this, props.archiveRole),
      ),
    });
    this.book.addGlobalSecondaryIndex({
      indexName: 'gsi1',
      partitionKey: key('gsi1pk'),
      sortKey: key('gsi1sk'),
      projectionType: dynamodb.ProjectionType.ALL,
    });
    this.register = new dynamodb.Table(this, 'Register', {
      ...kept,
      partitionKey: key('pk'),
      sortKey: { name: 'sk', type: dynamodb.AttributeType.NUMBER },
      resourcePolicy: registerPolicy(),
    });
  }
}

const pointInTimeRecovery = { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 };

function everyTable(stage: Stage) {
  return {
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: dynamodb.TableEncryption.DEFAULT,
    deletionProtection: stage.protect,
    removalPolicy: removalOf(stage),
  };
}

function vaultPolicy(custodianArn: string): iam.PolicyDocument {
  const verbs = (names: readonly string[]) => names.map(name => `dynamodb:${name}`);
  const oldValues = {
    StringEquals: { 'dynamodb:ReturnValues': ['ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'] },
  };
  return new iam.PolicyDocument({
    statements: [
      denyAll('CustodianAloneReads', verbs(readingVerbs), anybodyBut(custodianArn)),
      denyAll('WritesReturnNothing', verbs(['PutItem', 'UpdateItem', 'DeleteItem']), oldValues),
    ],
  });
}

function registerPolicy(): iam.PolicyDocument {
  const verbs = rewritingVerbs.map(name => `dynamodb:${name}`);
  return new iam.PolicyDocument({ statements: [denyAll('RowsStayAsWritten', verbs)] });
}

/** Every verb that changes an item of the Book. */
const changingVerbs = [
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'PartiQLInsert',
  'PartiQLUpdate',
  'PartiQLDelete',
];

/**
 * Others share the table, not these keys: what is known of the custodian's login is the rotator's to write, where the
 * archive stands the archive's, and who left the desk's, which cannot take it back either.
 */
function bookPolicy(rotatorArn: string, deskArn: string, archiveArn: string): iam.PolicyDocument {
  const verbs = changingVerbs.map(name => `dynamodb:${name}`);
  const login = { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': 'LOGIN' } };
  const place = { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': 'ARCHIVE' } };
  const leaves = { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': 'LEFT#*' } };
  return new iam.PolicyDocument({
    statements: [
      denyAll('RotatorAloneKeepsTheLogin', verbs, { ...anybodyBut(rotatorArn), ...login }),
      denyAll('ArchiveAloneKeepsItsPlace', verbs, { ...anybodyBut(archiveArn), ...place }),
      denyAll('DeskAloneSaysWhoLeft', verbs, { ...anybodyBut(deskArn), ...leaves }),
      denyAll('NobodyComesBack', ['dynamodb:DeleteItem', 'dynamodb:PartiQLDelete'], leaves),
    ],
  });
}
