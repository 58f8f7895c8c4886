import { randomUUID } from 'node:crypto';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../clock.ts';
import type { RouteResource, SignInResource } from '../deployment.ts';
import type { Claims } from './http-event.ts';

/** The local user pool: signs access tokens as Cognito shapes them, and checks them as the JWT authorizer does. */
export type TokenIssuer = {
  readonly signIn: SignInResource;
  issue(person: { readonly sub: string; readonly groups: readonly string[] }): Promise<string>;
  /** The claims of the Authorization header's token, or undefined where the authorizer would answer 401. */
  verify(
    authorization: string | undefined,
    jwt: NonNullable<RouteResource['jwt']>,
  ): Promise<Claims | undefined>;
};

/** How long an access token is good, in seconds. */
export const tokenLifeSeconds = 3600;

/** An issuer with a fresh RSA key; times come from the local clock. */
export async function makeTokenIssuer(signIn: SignInResource, clock: Clock): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  return {
    signIn,
    issue: ({ sub, groups }) => {
      const issuedAt = Math.floor(clock.now() / 1000);
      const claims = {
        'cognito:groups': groups,
        token_use: 'access',
        client_id: signIn.clientId,
        username: sub,
      };
      return new SignJWT({ ...claims, scope: 'openid', auth_time: issuedAt })
        .setProtectedHeader({ alg: 'RS256', kid: 'local' })
        .setSubject(sub)
        .setIssuer(signIn.issuer)
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + tokenLifeSeconds)
        .sign(privateKey);
    },
    verify: async (authorization, jwt) => {
      const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) {
        return undefined;
      }
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          issuer: jwt.issuer,
          currentDate: new Date(clock.now()),
          algorithms: ['RS256'],
          requiredClaims: ['exp'],
        });
        return isForUs(payload, jwt.audience) ? asClaims(payload) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

/** Cognito's access tokens carry the client in `client_id`; the authorizer looks there when there is no `aud`. */
function isForUs(payload: Readonly<Record<string, unknown>>, audience: readonly string[]): boolean {
  const named = payload['aud'] ?? payload['client_id'];
  return (Array.isArray(named) ? named : [named]).some(value => audience.includes(String(value)));
}

function asClaims(payload: Readonly<Record<string, unknown>>): Claims {
  const text = (value: unknown): string => (Array.isArray(value) ? `[${value.join(' ')}]` : String(value));
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, text(value)]));
}
