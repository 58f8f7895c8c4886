/** Resources of a template by logical id. */
export type Template = Record<
  string,
  { readonly Type: string; readonly Properties: Record<string, unknown> }
>;

const edgeCode = `function handler(event) {
  var request = event.request;
  if (request.uri === '/old') return { statusCode: 301, headers: { location: { value: '/new' } } };
  request.headers['x-viewer-ip'] = { value: event.viewer.ip };
  request.headers['x-viewer-host'] = { value: request.headers.host.value };
  return request;
}`;

/** A distribution before the pages and the API, with a function and a secret origin header. */
export function edge(): Template {
  const toFunction = [
    { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['EdgeFunction', 'FunctionARN'] } },
  ];
  return {
    EdgeFunction: {
      Type: 'AWS::CloudFront::Function',
      Properties: { Name: 'small-edge', FunctionCode: edgeCode },
    },
    Headers: {
      Type: 'AWS::CloudFront::ResponseHeadersPolicy',
      Properties: {
        ResponseHeadersPolicyConfig: { SecurityHeadersConfig: { ContentTypeOptions: { Override: true } } },
      },
    },
    Edge: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          DefaultRootObject: 'index.html',
          Origins: [
            {
              Id: 'api',
              DomainName: {
                'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }],
              },
              OriginCustomHeaders: [
                {
                  HeaderName: 'x-mogiri-edge',
                  HeaderValue: { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:edge::}}' },
                },
              ],
            },
            { Id: 'pages', DomainName: 'pages.s3.amazonaws.com' },
          ],
          DefaultCacheBehavior: {
            TargetOriginId: 'pages',
            ResponseHeadersPolicyId: { Ref: 'Headers' },
            FunctionAssociations: toFunction,
          },
          CacheBehaviors: [
            {
              PathPattern: '/v1/still*',
              TargetOriginId: 'api',
              ResponseHeadersPolicyId: { Ref: 'Headers' },
            },
            {
              PathPattern: '/v1/*',
              TargetOriginId: 'api',
              AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
              OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
              ResponseHeadersPolicyId: { Ref: 'Headers' },
              FunctionAssociations: toFunction,
            },
          ],
        },
      },
    },
  };
}
