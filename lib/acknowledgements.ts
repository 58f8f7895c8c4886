import { CfnElement, Token } from 'aws-cdk-lib';
import type { Door } from '../lambdas/route.ts';
import { routes } from '../lambdas/routes.ts';
import { settingsOf, type FunctionName } from '../lambdas/settings.ts';
import { isStaffDoor, routeId } from './constructs/room-routes.ts';
import { serverless, solutions, type Acknowledgement } from './finding.ts';
import type { House } from './house.ts';
import { pascalOf } from './names.ts';
import { rights } from './rights.ts';
import { trailLogGroupOf } from './stage.ts';
import { webFindings } from './web-acknowledgements.ts';

const functionNames = Object.keys(settingsOf) as FunctionName[];

/** Where each function stands: its stack and its id there. */
const standsAt: Record<FunctionName, string> = {
  'shopper-verify': 'shopper/Verify',
  'shopper-wallet': 'shopper/Wallet',
  'shopper-redeem': 'shopper/Redeem',
  'store-till': 'store/Till',
  'marketer-console': 'marketer/Console',
  'custodian-desk': 'custodian/Desk',
  'custodian-deliver': 'custodian/Deliver',
  'custodian-rotate': 'custodian/Rotate',
  'custodian-archive': 'custodian/Archive',
  pulse: 'pulse/Pulse',
};

const whoOpens: Partial<Record<Door, string>> = {
  open: 'Anybody may knock here; the route has its own throttle, and the handler refuses what came around the distribution.',
  shopper:
    'The handler checks the session cookie of a verified shopper, which a JWT authorizer does not read.',
  till: 'The handler checks the session cookie of a till, which a JWT authorizer does not read.',
  manager:
    'The handler checks the session cookie of a till and its role, which a JWT authorizer does not read.',
  device:
    'The handler checks the cookie of an enrolled till or its session, which a JWT authorizer does not read.',
};

/** Every finding of the two packs that is meant, one by one; a test holds the list equal to what the packs find. */
export function acknowledgementsFor(house: House): readonly Acknowledgement[] {
  const rows = [
    ...vaultFindings(house),
    ...webFindings(house),
    ...routeFindings(),
    ...functionNames.flatMap(functionFindings),
    ...watchFindings(house),
  ];
  return rows.map(row => ({ ...row, path: house.names.stack(row.path) }));
}

function vaultFindings({ vault, names, stage }: House): Acknowledgement[] {
  const account = Token.isUnresolved(vault.account) ? '<AWS::AccountId>' : vault.account;
  const wild = (resource: string) => solutions(`IAM5[Resource::arn:aws:${resource}]`);
  return [
    {
      path: 'vault/CustodianLogin/Resource',
      id: solutions('SMG4'),
      reason:
        'Its rotation is a step machine of the custodian room with a schedule of its own, which this rule does not see.',
    },
    {
      path: 'vault/EdgeSecret/Resource',
      id: solutions('SMG4'),
      reason:
        'A change must reach distribution and functions in one deploy. It proves a path and signs nobody in.',
    },
    {
      path: 'vault/Tables/Gate/Resource',
      id: solutions('DDB3'),
      reason:
        'Its rows live for minutes or days; a session or challenge brought back from a backup would be a fault.',
    },
    {
      path: 'vault/Custodian/Boundary/Resource',
      id: wild(`kms:${stage.region}:${account}:key/*`),
      reason: 'Naming the key would be circular; the condition on its alias leaves exactly one key.',
    },
    {
      path: 'vault/CustodianArchiveRights/Resource',
      id: wild(`logs:${stage.region}:${account}:log-group:${trailLogGroupOf(stage, names)}:*`),
      reason: 'The star stands for the streams of the trail’s log group, whose names CloudTrail invents.',
    },
    {
      path: 'vault/Archive/Bucket/Resource',
      id: solutions('S1'),
      reason: 'Every root in it is locked and chained to the one before; who asks for one changes nothing.',
    },
    ...functionNames
      .filter(name => rights[name].archive)
      .map(name => ({
        path: `vault/${pascalOf(name)}Rights/Resource`,
        id: solutions(`IAM5[Resource::<${idOfArchive(vault)}.Arn>/roots/*]`),
        reason: 'Roots are numbered, and every hour brings the next number.',
      })),
    ...functionNames.map(name => ({
      path: `vault/${pascalOf(name)}Rights/Resource`,
      id: wild(`logs:${stage.region}:${account}:log-group:${names.logGroup(name)}:*`),
      reason:
        'The star stands for the streams of the one log group of this function; Lambda invents their names.',
    })),
  ];
}

function idOfArchive(vault: House['vault']): string {
  const bucket = vault.archive.bucket.node.defaultChild;
  return CfnElement.isCfnElement(bucket) ? vault.getLogicalId(bucket) : '';
}

function routeFindings(): Acknowledgement[] {
  return routes
    .filter(route => !isStaffDoor(route.door))
    .map(route => {
      const [stack] = standsAt[route.function].split('/');
      return {
        path: `${stack}/${routeId(route)}/Resource`,
        id: solutions('APIG4'),
        reason: whoOpens[route.door] ?? '',
      };
    });
}

function functionFindings(name: FunctionName): Acknowledgement[] {
  const path = `${standsAt[name]}/Resource`;
  return [
    { path, id: serverless('LambdaDLQ'), reason: whyNoDeadLetters(name) },
    {
      path,
      id: serverless('LambdaTracing'),
      reason:
        'Tracing would add xray:* on every resource to this role; request ids in journal and access log join a call’s parts.',
    },
  ];
}

/** Functions that a schedule calls, which Lambda does asynchronously. */
const scheduled: readonly FunctionName[] = [
  'pulse',
  'custodian-rotate',
  'custodian-archive',
  'shopper-verify',
];

function whyNoDeadLetters(name: FunctionName): string {
  if (name === 'pulse' || name === 'custodian-rotate' || name === 'custodian-archive') {
    return 'A call that failed is made up by the next one soon after; replaying it would be wrong.';
  }
  return name === 'custodian-deliver'
    ? 'It is fed by a queue, and that queue has its own place for dead letters.'
    : 'It is called and answered by the API at once; Lambda keeps dead letters of asynchronous calls only.';
}

function watchFindings({ stage }: House): Acknowledgement[] {
  const lanes = 'custodian/Lanes';
  const always = [
    ...scheduled.map(name => ({
      path: `${standsAt[name]}/EventInvokeConfig/Resource`,
      id: serverless('LambdaAsyncFailureDestination'),
      reason: 'A scheduled call that failed is made up by the next one; its log line raises the alarm.',
    })),
    {
      path: `${lanes}/Dead/Resource`,
      id: serverless('SQSRedrivePolicy'),
      reason: 'This is the queue of dead letters itself; an alarm says when something lies in it.',
    },
    {
      path: `${lanes}/Feed/Resource`,
      id: serverless('LambdaEventSourceMappingDestination'),
      reason:
        'Destinations of a mapping exist for streams; the queue hands failures to its dead letter queue.',
    },
  ];
  return [
    ...always,
    ...(stage.trail.kind === 'own' ? [trailBucket] : []),
    ...(stage.alarmEmail ? [mail(stage.alarmEmail)] : []),
  ];
}

const trailBucket = {
  path: 'watch/Trail/Own/Bucket/Resource',
  id: solutions('S1'),
  reason: 'The trail itself is the record of access; its files are signed and hash-chained by CloudTrail.',
};

function mail(address: string): Acknowledgement {
  return {
    path: `watch/Alarms/Mail/${address}/Resource`,
    id: serverless('SNSRedrivePolicy'),
    reason:
      'An alarm that could not be mailed still stands red on the dashboard; a dead letter queue would add nothing.',
  };
}
