import * as z from 'zod';
import { type Resources, readProperties } from './resources.ts';
import { TemplateProblem } from './template-problem.ts';

const securitySchema = z.object({
  ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.string() }).optional(),
  ContentTypeOptions: z.object({}).optional(),
  FrameOptions: z.object({ FrameOption: z.string() }).optional(),
  ReferrerPolicy: z.object({ ReferrerPolicy: z.string() }).optional(),
  StrictTransportSecurity: z
    .object({
      AccessControlMaxAgeSec: z.coerce.number(),
      IncludeSubdomains: z.coerce.boolean().default(false),
      Preload: z.coerce.boolean().default(false),
    })
    .optional(),
});

const policySchema = z.object({
  ResponseHeadersPolicyConfig: z.object({
    CustomHeadersConfig: z
      .object({ Items: z.array(z.object({ Header: z.string(), Value: z.string() })) })
      .optional(),
    SecurityHeadersConfig: securitySchema.optional(),
  }),
});

/** The headers that a response headers policy of the templates adds; one managed by AWS is refused. */
export function readResponseHeaders(
  resources: Resources,
  policyId: string | undefined,
): Readonly<Record<string, string>> {
  if (policyId === undefined) {
    return {};
  }
  const policy = resources
    .ofType('AWS::CloudFront::ResponseHeadersPolicy')
    .find(candidate => candidate.ref === policyId);
  if (policy === undefined) {
    throw new TemplateProblem(
      'The distribution',
      `uses the response headers policy ${policyId}, not in the templates`,
    );
  }
  const config = readProperties(policySchema, policy).ResponseHeadersPolicyConfig;
  const custom = (config.CustomHeadersConfig?.Items ?? []).map(
    item => [item.Header.toLowerCase(), item.Value] as const,
  );
  return { ...securityHeaders(config.SecurityHeadersConfig ?? {}), ...Object.fromEntries(custom) };
}

function securityHeaders(config: z.infer<typeof securitySchema>): Readonly<Record<string, string>> {
  const transport = config.StrictTransportSecurity;
  return {
    ...(config.ContentSecurityPolicy && {
      'content-security-policy': config.ContentSecurityPolicy.ContentSecurityPolicy,
    }),
    ...(config.ContentTypeOptions && { 'x-content-type-options': 'nosniff' }),
    ...(config.FrameOptions && { 'x-frame-options': config.FrameOptions.FrameOption }),
    ...(config.ReferrerPolicy && { 'referrer-policy': config.ReferrerPolicy.ReferrerPolicy }),
    ...(transport && {
      'strict-transport-security': [
        `max-age=${transport.AccessControlMaxAgeSec}`,
        ...(transport.IncludeSubdomains ? ['includeSubDomains'] : []),
        ...(transport.Preload ? ['preload'] : []),
      ].join('; '),
    }),
  };
}
