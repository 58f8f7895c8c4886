import { Duration, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { apiRequestCode, pageRequestCode } from '../edge-functions.ts';
import type { Stage } from '../stage.ts';
import { contentSecurityPolicy, makeHeaders, pictureSecurityPolicy } from './page-headers.ts';

/** What the distribution stands before, and the host it lets the console call. */
export type EdgeProps = {
  readonly stage: Stage;
  readonly pages: IBucket;
  readonly api: apigateway.HttpApi;
  readonly edgeSecret: Secret;
  readonly signInHost: string;
};

/**
 * CloudFront before pages and API. It writes no access log: addresses and link tokens would be in it (D9). The
 * secret origin header lets the functions refuse calls that go around it (boundary.md B).
 */
export class Edge extends Construct {
  readonly distribution: cloudfront.Distribution;

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    const headers = makeHeaders(this, 'Headers', contentSecurityPolicy());
    const consoleHeaders = makeHeaders(this, 'ConsoleHeaders', consolePolicy(props));
    const page = this.pageBehaviour(props);
    const api = this.apiOrigin(props);
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `mogiri ${props.stage.stage}`,
      defaultBehavior: { ...page, responseHeadersPolicy: headers },
      additionalBehaviors: {
        '/v1/pictures/*': this.pictureBehaviour(api),
        '/v1/*': { ...this.apiBehaviour(api), responseHeadersPolicy: headers },
        '/console*': { ...page, responseHeadersPolicy: consoleHeaders },
      },
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_200,
      enableLogging: false,
      ...this.ownDomain(props.stage),
    });
  }

  private pageBehaviour(props: EdgeProps): cloudfront.BehaviorOptions {
    return {
      origin: origins.S3BucketOrigin.withOriginAccessControl(props.pages),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
      compress: true,
      functionAssociations: [this.before('PageRequest', pageRequestCode)],
    };
  }

  private apiOrigin(props: EdgeProps): cloudfront.IOrigin {
    const { region, urlSuffix } = Stack.of(this);
    return new origins.HttpOrigin(`${props.api.apiId}.execute-api.${region}.${urlSuffix}`, {
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
      readTimeout: Duration.seconds(30),
      customHeaders: { 'x-mogiri-edge': props.edgeSecret.secretValueFromJson('edge').unsafeUnwrap() },
    });
  }

  /**
   * Pictures are named by their content, so the edge keeps them as long as they say. Nothing of the viewer goes on to
   * the API: neither cookie nor header nor query could make one answer another's.
   */
  private pictureBehaviour(origin: cloudfront.IOrigin): cloudfront.BehaviorOptions {
    return {
      origin,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED_FOR_UNCOMPRESSED_OBJECTS,
      compress: false,
      responseHeadersPolicy: makeHeaders(this, 'PictureHeaders', pictureSecurityPolicy),
    };
  }

  private apiBehaviour(origin: cloudfront.IOrigin): cloudfront.BehaviorOptions {
    return {
      origin,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [this.before('ApiRequest', apiRequestCode)],
    };
  }

  private before(id: string, code: string): cloudfront.FunctionAssociation {
    return {
      eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
      function: new cloudfront.Function(this, id, {
        code: cloudfront.FunctionCode.fromInline(code),
        runtime: cloudfront.FunctionRuntime.JS_2_0,
      }),
    };
  }

  private ownDomain({ domain }: Stage): Partial<cloudfront.DistributionProps> {
    if (!domain) {
      return {};
    }
    const certificate = acm.Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn);
    const minimumProtocolVersion = cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021;
    return { domainNames: [domain.name], certificate, minimumProtocolVersion };
  }
}

/** The console calls the host that signs people in, and shows the picture of a coupon before it is sent. */
function consolePolicy({ signInHost }: EdgeProps): string {
  return contentSecurityPolicy({ connect: [`https://${signInHost}`], pictures: ['data:'] });
}
