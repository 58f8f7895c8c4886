import type { PolicyDocument } from '../../../policy/request.ts';
import type { TableResource } from '../../deployment.ts';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { objectAt, requiredText, textAt } from '../fields.ts';
import { readPolicyText } from '../policy-text.ts';
import { act, check } from './dynalite.ts';
import type { Tables } from './tables.ts';

/** What surrounds a table and dynalite does not know. */
export type TableSettings = {
  ttlAttribute?: string;
  recovery: boolean;
  policy?: PolicyDocument;
};

/** The settings of every table by name, born from the deployment. */
export function makeTableSettings(resources: readonly TableResource[]): Map<string, TableSettings> {
  return new Map(
    resources.map(table => [
      table.name,
      {
        recovery: 'PointInTimeRecoverySpecification' in table.definition,
        ...(table.ttlAttribute === undefined ? {} : { ttlAttribute: table.ttlAttribute }),
        ...(table.resourcePolicy === undefined ? {} : { policy: table.resourcePolicy }),
      },
    ]),
  );
}

/** DescribeTable, TTL, point-in-time recovery and resource policies. Undefined for any other operation. */
export async function settingsOperation(
  tables: Tables,
  settings: ReadonlyMap<string, TableSettings>,
  operation: string,
  body: Body,
): Promise<Body | undefined> {
  if (operation === 'ListTables') return act(operation, tables.store, check(operation, body, tables.store));
  const run = operations[operation];
  if (run === undefined && operation !== 'DescribeTable') return undefined;
  const table = tables.named(body['TableName'] ?? body['ResourceArn']);
  const found = settings.get(table.TableName);
  if (run !== undefined && found !== undefined) return run(found, body);
  const data = check('DescribeTable', { TableName: table.TableName }, tables.store);
  return act('DescribeTable', tables.store, data);
}

const operations: Readonly<Record<string, (settings: TableSettings, body: Body) => Body>> = {
  DescribeTimeToLive: settings => ({ TimeToLiveDescription: ttlDescription(settings) }),
  UpdateTimeToLive: (settings, body) => {
    const asked = objectAt(body, 'TimeToLiveSpecification');
    const enabled = asked['Enabled'] === true;
    if (enabled === (settings.ttlAttribute !== undefined)) {
      throw new AwsError('ValidationException', `TimeToLive is already ${enabled ? 'enabled' : 'disabled'}`);
    }
    if (enabled) settings.ttlAttribute = requiredText(asked, 'AttributeName');
    else delete settings.ttlAttribute;
    return { TimeToLiveSpecification: asked };
  },
  DescribeContinuousBackups: settings => ({ ContinuousBackupsDescription: backups(settings) }),
  UpdateContinuousBackups: (settings, body) => {
    settings.recovery =
      objectAt(body, 'PointInTimeRecoverySpecification')['PointInTimeRecoveryEnabled'] === true;
    return { ContinuousBackupsDescription: backups(settings) };
  },
  GetResourcePolicy: settings => {
    if (settings.policy === undefined)
      throw new AwsError('PolicyNotFoundException', 'The table has no policy');
    return { Policy: JSON.stringify(settings.policy), RevisionId: '1' };
  },
  PutResourcePolicy: (settings, body) => {
    settings.policy = readPolicyText(textAt(body, 'Policy') ?? '', 'ValidationException');
    return { RevisionId: '1' };
  },
  DeleteResourcePolicy: settings => {
    delete settings.policy;
    return { RevisionId: '1' };
  },
};

function ttlDescription(settings: TableSettings): Body {
  if (settings.ttlAttribute === undefined) return { TimeToLiveStatus: 'DISABLED' };
  return { TimeToLiveStatus: 'ENABLED', AttributeName: settings.ttlAttribute };
}

function backups(settings: TableSettings): Body {
  const status = settings.recovery ? 'ENABLED' : 'DISABLED';
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status },
  };
}
