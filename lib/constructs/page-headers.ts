import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/** What a page may load beside our own files: hosts it may call, and sources of pictures. */
export type Beside = { readonly connect?: readonly string[]; readonly pictures?: readonly string[] };

/** The Content-Security-Policy of pages and API. */
export function contentSecurityPolicy({ connect = [], pictures = [] }: Beside = {}): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${["'self'", ...pictures].join(' ')}`,
    "media-src 'self' blob:",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The Content-Security-Policy of a coupon's picture: opened by itself, it may load and run nothing. */
export const pictureSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** The security headers of pages, API and pictures; the camera is for the till's scanner, on our own pages only. */
export function makeHeaders(scope: Construct, id: string, policy: string) {
  return new cloudfront.ResponseHeadersPolicy(scope, id, {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: policy, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(365),
        includeSubdomains: true,
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true },
        { header: 'Cross-Origin-Resource-Policy', value: 'same-origin', override: true },
        { header: 'Permissions-Policy', value: permissions, override: true },
      ],
    },
  });
}

const permissions = 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()';
