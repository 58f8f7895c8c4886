import * as z from 'zod';
import type { Carrier } from '../aws/carrier.ts';
import type { Directory } from '../aws/cognito/directory.ts';
import type { Faults } from '../aws/faults.ts';
import type { Trail } from '../aws/trail.ts';
import type { Clock } from '../clock.ts';
import type { Functions } from '../environments/functions.ts';
import type { PulseReport } from '../events/pulse.ts';
import { type Incoming, type Outgoing, json, message, page } from '../gateway/exchange.ts';
import type { TokenIssuer } from '../gateway/token-issuer.ts';
import { type Controls, queryOf, withBody } from './control.ts';
import { languageOf } from './html.ts';
import { phonesPage } from './phones-page.ts';
import { signInControls } from './sign-in.ts';

/** What the controls turn, look at or ask. */
export type ControlParts = {
  readonly stage: string;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly issuer: TokenIssuer | undefined;
  readonly carrier: Carrier;
  readonly directory: Directory;
  readonly trail: Trail;
  readonly faults: Faults;
  /** Removes items whose TTL has passed. */
  sweep(): Promise<void>;
  dump(): Promise<string>;
  pulse(): Promise<PulseReport>;
};

const awsFault = z.strictObject({
  service: z.string().min(1),
  operation: z.string().min(1),
  kind: z.enum(['throttle', 'error', 'conflict', 'lost-reply', 'hang']),
  next: z.number().int().min(1).default(1),
  after: z.number().int().min(0).default(0),
});

const crash = z.strictObject({
  function: z.string().min(1),
  kind: z.literal('crash'),
  afterMs: z.number().min(0).default(0),
});

const person = z.strictObject({ sub: z.string().min(1), groups: z.array(z.string()) });

/** The routes under `/local/` (DESIGN §7). They exist only here; nothing of them is deployed. */
export function makeControls(parts: ControlParts): (request: Incoming) => Promise<Outgoing> {
  const controls: Controls = {
    ...views(parts),
    ...levers(parts),
    ...(parts.issuer === undefined ? {} : people({ ...parts, issuer: parts.issuer })),
  };
  return async request => {
    const control = controls[`${request.method} ${request.path.replace(/(?<=.)\/$/, '')}`];
    return control === undefined ? message(404, 'Not Found') : control(request);
  };
}

/** What `/config.json` says to the pages; deployed, the same file names Cognito's addresses. */
export function pagesConfig(issuer: TokenIssuer | undefined): Outgoing {
  const signIn = {
    authorizeUrl: '/local/authorize',
    tokenUrl: '/local/oauth/token',
    signOutUrl: '/local/sign-out',
    clientId: issuer?.signIn.clientId ?? '',
  };
  return json(200, { signIn }, { 'cache-control': 'no-cache' });
}

function views(parts: ControlParts): Controls {
  return {
    'GET /local/health': () => json(200, { ready: true, stage: parts.stage, now: nowOf(parts.clock) }),
    'GET /local/phones': request => {
      return page(200, phonesPage(languageOf(queryOf(request), request.headers['accept-language'])));
    },
    'GET /local/inbox': request => {
      const query = queryOf(request);
      const to = query.get('to');
      const messages = parts.carrier.messages(to === null ? undefined : withPlus(to));
      return json(200, { messages: messages.slice(Math.max(0, Number(query.get('skip') ?? 0) || 0)) });
    },
    'GET /local/trail': request => {
      const query = queryOf(request);
      const asked = ['service', 'operation', 'principal', 'cursor'].map(
        name => [name, query.get(name)] as const,
      );
      const given = Object.fromEntries(asked.filter(([, value]) => value !== null));
      const limit = Number(query.get('limit') ?? 1000);
      return json(200, parts.trail.list({ ...given, limit: Number.isInteger(limit) ? limit : 1000 }));
    },
    'GET /local/functions': () => json(200, { items: parts.functions.stats() }),
    'GET /local/dump': async () => ({
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: await parts.dump(),
    }),
    'GET /local/clock': () => json(200, { now: nowOf(parts.clock) }),
  };
}

function levers(parts: ControlParts): Controls {
  return {
    'POST /local/clock': withBody(
      z.strictObject({ advanceSeconds: z.number().min(0) }),
      async ({ advanceSeconds }) => {
        parts.clock.advance(advanceSeconds);
        await parts.sweep();
        return json(200, { now: nowOf(parts.clock) });
      },
    ),
    'POST /local/pulse': async () => json(200, { now: nowOf(parts.clock), invocations: await parts.pulse() }),
    'POST /local/faults': withBody(z.union([awsFault, crash]), fault => {
      if (fault.kind !== 'crash') {
        parts.faults.plan(fault);
        return json(201, fault);
      }
      return parts.functions.crashNext(fault.function, fault.afterMs)
        ? json(201, fault)
        : message(404, 'There is no such function');
    }),
    'DELETE /local/faults': () => {
      parts.faults.clear();
      parts.functions.forgetCrashes();
      return { status: 204, headers: {}, body: '' };
    },
    'DELETE /local/trail': () => {
      parts.trail.clear();
      return { status: 204, headers: {}, body: '' };
    },
  };
}

/** Tokens for whoever is asked for, also for somebody who may not sign in any more: a lever for tests. */
function people(parts: ControlParts & { readonly issuer: TokenIssuer }): Controls {
  return {
    'POST /local/tokens': withBody(person, async who => {
      parts.directory.admit(who.sub, who.groups, parts.clock.now());
      return json(200, { token: await parts.issuer.issue(who) });
    }),
    ...signInControls(parts),
  };
}

function nowOf(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}

/** In a query string a plus sign that was not encoded arrives as a space. */
function withPlus(to: string): string {
  return to.replace(/^ /, '+');
}
