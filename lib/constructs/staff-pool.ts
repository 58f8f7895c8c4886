import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { removalOf, type Stage } from '../stage.ts';

/** Addresses the console needs to sign somebody in; they are public and end up in `config.json`. */
export type SignIn = {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly signOutUrl: string;
  readonly clientId: string;
};

/**
 * Marketers and custodians: invited only, a second factor by authenticator app always, no SMS and no recovery by
 * mail. So the pool needs neither SNS nor SES (boundary.md E). It holds people, so it stands with what is kept.
 */
export class StaffPool extends Construct {
  readonly pool: cognito.UserPool;
  /** The host of the sign-in pages, the only foreign host the console may call. */
  readonly host: string;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.pool = new cognito.UserPool(this, 'Pool', {
      signInAliases: { email: true },
      selfSignUpEnabled: false,
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { sms: false, otp: true },
      accountRecovery: cognito.AccountRecovery.NONE,
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      deletionProtection: stage.protect,
      removalPolicy: removalOf(stage),
    });
    this.pool.addGroup('Marketers', {
      groupName: 'marketer',
      description: 'May run campaigns; never sees a number.',
    });
    this.pool.addGroup('Custodians', {
      groupName: 'custodian',
      description: 'May ask for one number, with a reason.',
    });
    const domainPrefix = `mogiri-${stage.stage}-${Stack.of(this).account}`;
    this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix } });
    this.host = `${domainPrefix}.auth.${Stack.of(this).region}.amazoncognito.com`;
  }

  /** Where the console sends people, for the client with this id. */
  signIn(clientId: string): SignIn {
    const at = (path: string) => `https://${this.host}/${path}`;
    return {
      authorizeUrl: at('oauth2/authorize'),
      tokenUrl: at('oauth2/token'),
      signOutUrl: at('logout'),
      clientId,
    };
  }
}
