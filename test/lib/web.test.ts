import { createContext, runInContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { apiRequestCode, pageRequestCode } from '../../lib/edge-functions.ts';
import { buildHouse } from '../../lib/house.ts';
import { readStage } from '../../lib/stage.ts';
import { build, emptyApp, only, order, resources, root, templateOf } from './built-house.ts';
import { flat } from './policy-reading.ts';

type EdgeRequest = { uri: string; headers: Record<string, { value: string }> };
type Config = Readonly<Record<string, unknown>>;

const dev = build('dev');
const prod = build('prod.example');
const distribution = (built = dev) =>
  only(built, 'web', 'AWS::CloudFront::Distribution').Properties['DistributionConfig'] as Config;
const policyConfig = (id: RegExp) =>
  only(dev, 'web', 'AWS::CloudFront::ResponseHeadersPolicy', id).Properties[
    'ResponseHeadersPolicyConfig'
  ] as Config;
const csp = (id: RegExp) => {
  const { ContentSecurityPolicy } = policyConfig(id)['SecurityHeadersConfig'] as {
    ContentSecurityPolicy: Config;
  };
  return flat(ContentSecurityPolicy['ContentSecurityPolicy']).split('; ');
};

/** Runs a CloudFront Function's code on a request, as the edge does. */
function atTheEdge(code: string, request: EdgeRequest): EdgeRequest {
  const sandbox = createContext({ event: { viewer: { ip: '203.0.113.9' }, request } });
  runInContext(`${code}; var result = handler(event);`, sandbox);
  return sandbox['result'];
}

describe('the edge before the API', () => {
  const ask = (headers: EdgeRequest['headers']) =>
    atTheEdge(apiRequestCode, { uri: '/v1/me', headers }).headers;

  test('writes down who asked and at which host, over whatever was claimed', () => {
    const headers = ask({
      host: { value: 'c.example.jp' },
      'x-viewer-ip': { value: '10.0.0.1' },
      'x-viewer-host': { value: 'evil' },
    });
    expect(headers['x-viewer-ip']).toEqual({ value: '203.0.113.9' });
    expect(headers['x-viewer-host']).toEqual({ value: 'c.example.jp' });
  });

  test('sends the viewer’s headers without its host, caches nothing, and adds the secret header', () => {
    const [api, ...others] = (distribution()['CacheBehaviors'] as Config[]).filter(
      ({ PathPattern }) => PathPattern === '/v1/*',
    );
    expect(others).toEqual([]);
    expect(api).toMatchObject({
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      ViewerProtocolPolicy: 'https-only',
    });
    const origins = distribution()['Origins'] as readonly { OriginCustomHeaders?: readonly Config[] }[];
    const [header] = origins.flatMap(({ OriginCustomHeaders }) => OriginCustomHeaders ?? []);
    expect(header?.['HeaderName']).toBe('x-mogiri-edge');
    expect(flat(header?.['HeaderValue'])).toMatch(
      /^\{\{resolve:secretsmanager:<mogiri-dev-vault:[^>]+>:SecretString:edge::\}\}$/,
    );
  });
});

describe('the edge before pictures', () => {
  const pictures = (distribution()['CacheBehaviors'] as Config[]).find(
    ({ PathPattern }) => PathPattern === '/v1/pictures/*',
  );

  test('keeps them as they say, and passes nothing of who asks on to the API', () => {
    expect(pictures).toMatchObject({
      AllowedMethods: ['GET', 'HEAD'],
      CachePolicyId: 'b2884449-e4de-46a7-ac36-70bc7f1ddd6d',
      Compress: false,
      ViewerProtocolPolicy: 'https-only',
    });
    for (const way of ['OriginRequestPolicyId', 'FunctionAssociations', 'ForwardedValues'])
      expect(pictures).not.toHaveProperty(way);
  });

  test('lets nothing be loaded or run by one that is opened by itself', () => {
    expect(csp(/PictureHeaders/)).toEqual(["default-src 'none'", "frame-ancestors 'none'", 'sandbox']);
    expect(JSON.stringify(pictures?.['ResponseHeadersPolicyId'])).toContain('PictureHeaders');
  });
});

describe('the edge before the pages', () => {
  const page = (uri: string) => atTheEdge(pageRequestCode, { uri, headers: {} }).uri;

  test.each([
    ['/', '/index.html'],
    ['/c/4fTq0bZ91xYwUe', '/c/index.html'],
    ['/o/4fTq0bZ91xYwUe', '/o/index.html'],
    ['/store', '/store/index.html'],
    ['/store/', '/store/index.html'],
    ['/console', '/console/index.html'],
    ['/console/', '/console/index.html'],
  ])('%s is the page %s', (uri, file) => {
    expect(page(uri)).toBe(file);
  });

  test.each(['/assets/shopper-1a2b.js', '/c/index.html', '/config.json', '/openapi.json', '/coupons'])(
    '%s is a file as it is',
    uri => {
      expect(page(uri)).toBe(uri);
    },
  );
});

describe('headers', () => {
  test('let a page load from its own host only', () => {
    expect(csp(/^EdgeHeaders/)).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "media-src 'self' blob:",
      "connect-src 'self'",
      "manifest-src 'self'",
      "worker-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ]);
  });

  test('let the console, and nothing else, talk to the sign-in host and draw a picture it made itself', () => {
    const signIn = 'https://mogiri-dev-123456789012.auth.ap-northeast-1.amazoncognito.com';
    const more: Record<string, string> = { connect: ` ${signIn}`, img: ' data:' };
    expect(csp(/ConsoleHeaders/)).toEqual(
      csp(/^EdgeHeaders/).map(part => part + (more[/^(\w+)-src 'self'$/u.exec(part)?.[1] ?? ''] ?? '')),
    );
    const patterns = (distribution()['CacheBehaviors'] as Config[]).map(({ PathPattern }) => PathPattern);
    expect(patterns).toEqual(['/v1/pictures/*', '/v1/*', '/console*']);
  });

  test('keep TLS, types, referrers and the camera to ourselves', () => {
    expect(policyConfig(/^EdgeHeaders/)).toMatchObject({
      SecurityHeadersConfig: {
        StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true },
        ContentTypeOptions: { Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
      },
      CustomHeadersConfig: {
        Items: expect.arrayContaining([
          { Header: 'Cross-Origin-Opener-Policy', Value: 'same-origin', Override: true },
          { Header: 'Permissions-Policy', Value: expect.stringContaining('camera=(self)'), Override: true },
        ]),
      },
    });
  });
});

describe('the host', () => {
  test('writes no access log, which would hold addresses and link tokens', () => {
    expect(distribution()).not.toHaveProperty('Logging');
  });

  test('is the stage’s domain where it has one', () => {
    expect(distribution(prod)['Aliases']).toEqual(['coupon.example.jp']);
    expect(distribution(prod)['ViewerCertificate']).toMatchObject({ MinimumProtocolVersion: 'TLSv1.2_2021' });
    expect(distribution()).not.toHaveProperty('Aliases');
  });

  test('is referred to weakly, what the vault keeps strongly', () => {
    const texts = order.slice(2).map(stack => JSON.stringify(templateOf(dev, stack).toJSON()));
    const weak = texts.flatMap(text => text.match(/"Fn::GetStackOutput":\{[^}]*\}/g) ?? []);
    expect(new Set(weak.map(text => /mogiri-dev-\w+/.exec(text)?.[0]))).toEqual(new Set(['mogiri-dev-web']));
    expect(texts.flatMap(text => text.match(/Fn::GetStackOutput[^}]*vault/g) ?? [])).toEqual([]);
    const exported = Object.keys(templateOf(dev, 'vault').toJSON().Outputs);
    expect(exported.length).toBeGreaterThan(10);
  });

  test('is asked for at the pages and the sign-in after a build only', () => {
    const app = emptyApp();
    expect(() => buildHouse(app, readStage('dev', root), '/nowhere')).toThrow('Run `npm run build` first.');
  });
});

describe('staff', () => {
  const pool = only(dev, 'vault', 'AWS::Cognito::UserPool').Properties;

  test('are invited, have a second factor by app, and need neither SMS nor mail of ours', () => {
    expect(pool).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
    });
    expect(pool).not.toHaveProperty('SmsConfiguration');
    const groups = Object.values(resources(dev, 'vault', 'AWS::Cognito::UserPoolGroup')).map(
      ({ Properties }) => Properties['GroupName'],
    );
    expect(groups).toEqual(['marketer', 'custodian']);
  });

  test('sign in at the console with a code and PKCE, without a secret in the browser', () => {
    const client = only(dev, 'web', 'AWS::Cognito::UserPoolClient').Properties;
    expect(client).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      GenerateSecret: false,
    });
    const [back] = client['CallbackURLs'] as readonly unknown[];
    expect(flat(back)).toMatch(/^https:\/\/<EdgeDistribution\w+\.DomainName>\/console\/$/);
  });

  test('are known to the API by the pool’s issuer and the console’s client id', () => {
    const { JwtConfiguration } = only(dev, 'web', 'AWS::ApiGatewayV2::Authorizer').Properties;
    const { Audience, Issuer } = JwtConfiguration as { Audience: unknown[]; Issuer: unknown };
    expect(Audience.map(value => flat(value))).toEqual([expect.stringMatching(/^<Console/)]);
    expect(flat(Issuer)).toMatch(/^<mogiri-dev-vault:[^>]*StaffPool\w+ProviderURL\w+>$/);
  });
});
