import { custodianCallers } from '../../lambdas/domain/custodian-callers.ts';
import { is, records, some } from '../filter-pattern.ts';
import { calls, named, notBy, notByDeploy, ringing, rotator } from './ground.ts';
import type { BoundaryEvent, BoundaryGround } from './ground.ts';

const secretEdits = [
  'PutSecretValue',
  'UpdateSecret*',
  'PutResourcePolicy',
  'DeleteResourcePolicy',
  'ReplicateSecretToRegions',
  'DeleteSecret',
  'RotateSecret',
  'CancelRotateSecret',
];

/**
 * The login secret: read by anybody but the functions that use it, or refused even to them, which means that their
 * keys are used somewhere else; changed by anybody but the rotator. Secrets Manager's own rotation calls the rotator.
 */
export function loginEvents(ground: BoundaryGround): readonly BoundaryEvent[] {
  const login = named('secretId', `*${ground.names.loginSecret}*`, ground.names.loginSecret);
  const users = custodianCallers.map(({ function: name }) => name);
  const strange = some(notBy(ground, ...users), is('$.errorCode', 'AccessDenied*'));
  return [
    ringing('LoginRead', records(calls('secretsmanager', 'GetSecretValue'), login, notByDeploy, strange)),
    ringing(
      'LoginEdited',
      records(calls('secretsmanager', ...secretEdits), login, notByDeploy, notBy(ground, rotator)),
    ),
  ];
}
