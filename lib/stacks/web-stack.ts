import { CfnOutput, CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { makeConsoleClient } from '../constructs/console-client.ts';
import { Edge } from '../constructs/edge.ts';
import { Pages } from '../constructs/pages.ts';
import type { StaffPool } from '../constructs/staff-pool.ts';
import type { HouseProps } from './vault-stack.ts';

/** The web stack's needs: the secret that proves the way through the distribution, who may sign in, and the built pages. */
export type WebProps = HouseProps & {
  readonly edgeSecret: Secret;
  readonly staff: StaffPool;
  readonly assets: string;
};

/**
 * The one origin: pages, the distribution before them and before the API, the bare API, and the door for staff. Routes
 * come from the rooms and the stage comes last (boundary.md A4, A5).
 */
export class WebStack extends Stack {
  readonly api: apigateway.HttpApi;
  readonly authorizer: apigateway.IHttpRouteAuthorizer;
  /** `https://` and the host every page, link and cookie belongs to. */
  readonly origin: string;

  constructor(scope: Construct, id: string, props: WebProps) {
    super(scope, id, props);
    const { staff } = props;
    this.api = new apigateway.HttpApi(this, 'Api', {
      apiName: props.names.stack('api'),
      createDefaultStage: false,
    });
    const pages = new Pages(this, 'Pages');
    const edge = new Edge(this, 'Edge', {
      stage: props.stage,
      pages: pages.bucket,
      api: this.api,
      edgeSecret: props.edgeSecret,
      signInHost: staff.host,
    });
    // Weak: a distribution can be replaced without first taking the host out of every room.
    CrossStackReferences.of(edge.distribution).produce(ReferenceStrength.WEAK);
    this.origin = `https://${props.stage.domain?.name ?? edge.distribution.distributionDomainName}`;
    const client = makeConsoleClient(this, staff.pool, this.origin);
    pages.deploy(props.assets, { signIn: staff.signIn(client.userPoolClientId) });
    this.authorizer = this.admitStaff(staff, client.userPoolClientId);
    this.tell('Origin', this.origin, 'Where shoppers, staff and marketers go.');
    this.tell('StaffPool', staff.pool.userPoolId, 'Where marketers and custodians are invited.');
  }

  private tell(id: string, value: string, description: string): CfnOutput {
    return new CfnOutput(this, id, { value, description });
  }

  private admitStaff(staff: StaffPool, clientId: string): apigateway.IHttpRouteAuthorizer {
    const authorizer = new apigateway.HttpAuthorizer(this, 'StaffAuthorizer', {
      httpApi: this.api,
      type: apigateway.HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: staff.pool.userPoolProviderUrl,
      jwtAudience: [clientId],
    });
    return apigateway.HttpAuthorizer.fromHttpAuthorizerAttributes(this, 'ImportedAuthorizer', {
      authorizerId: authorizer.authorizerId,
      authorizerType: 'JWT',
    });
  }
}
