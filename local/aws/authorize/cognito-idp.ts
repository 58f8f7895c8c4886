import type { SignInResource } from '../../deployment.ts';
import type { Body } from '../engine.ts';
import { requiredText } from '../fields.ts';
import { contextOf, type AccessReader } from './access.ts';

/** User directory permissions are asked of the pool, with its tags (Service Authorization Reference, Cognito user pools). */
export function makeCognitoAccessReader(arnPrefix: string, pool: SignInResource | undefined): AccessReader {
  return (operation, body: Body) => {
    const poolId = requiredText(body, 'UserPoolId');
    const tags = Object.entries(pool?.poolId === poolId ? pool.poolTags : {});
    return [
      {
        action: `cognito-idp:${operation}`,
        resource: `${arnPrefix}userpool/${poolId}`,
        context: contextOf(Object.fromEntries(tags.map(([key, value]) => [`aws:ResourceTag/${key}`, value]))),
      },
    ];
  };
}
