import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';

/**
 * The console as a public client of the pool: authorization code with PKCE, nothing secret in the browser. It is made
 * in the stack that knows the host, since its callback names it.
 */
export function makeConsoleClient(
  scope: Construct,
  userPool: cognito.IUserPool,
  origin: string,
): cognito.UserPoolClient {
  const consolePage = `${origin}/console/`;
  return new cognito.UserPoolClient(scope, 'Console', {
    userPool,
    generateSecret: false,
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    accessTokenValidity: Duration.hours(1),
    idTokenValidity: Duration.hours(1),
    refreshTokenValidity: Duration.hours(8),
    supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [cognito.OAuthScope.OPENID],
      callbackUrls: [consolePage],
      logoutUrls: [consolePage],
    },
  });
}
