import middy from '@middy/core';
import httpRouterHandler from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { findCaller, showsCookie, type Caller, type Guards } from './caller.ts';
import { isRefusal, refuse, type Refusal } from './domain/refusal.ts';
import { pictureTold, type pictureTypes } from './domain/picture.ts';
import { sameSecret } from './domain/pepper.ts';
import { journal } from './journal.ts';
import { isFromElsewhere, readAsked, type Asked, type Taken } from './knock.ts';
import { answer, failure, pictureAnswer, problem } from './problem.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import type { AnyVerb, Verb } from './verb.ts';

/**
 * What one route takes and answers on the wire; the same schema parses requests, strips answers and draws OpenAPI.
 * `files` names the media types of a route that answers a picture instead of JSON.
 */
export type Wire = Readonly<
  Record<
    string,
    Taken & {
      readonly status: number;
      readonly answer: z.ZodMiniType;
      readonly files?: typeof pictureTypes;
    }
  >
>;

type BodyOf<W> = W extends { body: infer B extends z.ZodMiniType } ? z.output<B> : undefined;

/** The verb behind one route of a wire. */
type VerbOf<W extends Wire, K extends keyof W> = AnyVerb<BodyOf<W[K]>, z.input<W[K]['answer']>>;

/** The verbs behind a wire, route by route. */
export type Verbs<W extends Wire> = { readonly [K in keyof W]: VerbOf<W, K> };

/** What the door needs to tell a caller: accepted edge secrets, sessions, and the time. */
export type DoorDeps = {
  readonly edgeSecrets: () => Promise<readonly string[]>;
  readonly guards: Guards;
  readonly now: () => number;
};

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

function routeOf(key: string): Route {
  const route = routes.find(({ method, path }) => `${method} ${path}` === key);
  if (route === undefined) throw new Error(`no route ${key}`);
  return route;
}

async function makeReady<Body, Answer>(verb: AnyVerb<Body, Answer>, asked: Asked<Body>) {
  return typeof verb === 'function' ? verb : verb.readAhead(asked);
}

/**
 * Finds out who sends a request while its verb reads ahead, which it does for nobody who shows nothing to be known by.
 * Both are over when this ends: a function that has answered may be frozen in the middle of a reading.
 */
async function receive<Body, Answer>(
  event: APIGatewayProxyEventV2,
  { route, taken, verb }: { route: Route; taken: Taken; verb: AnyVerb<Body, Answer> },
  { guards, now }: DoorDeps,
): Promise<(() => ReturnType<Verb<Body, Answer>>) | Refusal> {
  if (route.method !== 'GET' && isFromElsewhere(event)) return refuse('request.cross_origin');
  const nowMs = now();
  const asked = readAsked(event, taken, nowMs) as Asked<Body> | Refusal;
  const begun = isRefusal(asked) || !showsCookie(event, route) ? undefined : makeReady(verb, asked);
  let caller: Caller | Refusal;
  try {
    caller = await findCaller(event, route, guards, nowMs);
  } finally {
    await begun?.catch(() => undefined);
  }
  if (isRefusal(caller)) return caller;
  if (isRefusal(asked)) return asked;
  const ready = await (begun ?? makeReady(verb, asked));
  return () => ready({ ...asked, caller });
}

function handlerFor<W extends Wire>(
  key: keyof W & string,
  wire: W,
  verbs: Verbs<W>,
  deps: DoorDeps,
): Handler {
  const route = routeOf(key);
  const row = wire[key];
  const verb: VerbOf<W, typeof key> | undefined = verbs[key];
  if (row === undefined || verb === undefined) throw new Error(`nothing behind ${key}`);
  const { status } = row;
  return async event => {
    const { requestId } = event.requestContext;
    const answerIt = await receive(event, { route, taken: row, verb }, deps);
    if (typeof answerIt !== 'function') return problem(answerIt, requestId);
    const reply = await answerIt();
    journal('request.answered', { route: key, status: isRefusal(reply) ? reply.refused : status });
    if (isRefusal(reply)) return problem(reply, requestId);
    if (row.files !== undefined) return pictureAnswer(status, pictureTold.parse(reply.body));
    return answer(status, row.answer.parse(reply.body), reply.cookies);
  };
}

/** Refuses calls that went around the distribution, before anything else is looked at (DESIGN §10). */
function edgeGuard(deps: DoorDeps) {
  return {
    before: async ({ event }: { event: APIGatewayProxyEventV2 }) => {
      const shown = event.headers['x-mogiri-edge'] ?? '';
      const accepted = await deps.edgeSecrets();
      if (accepted.map(secret => sameSecret(secret, shown)).includes(true)) return undefined;
      journal('edge.refused');
      return { statusCode: 403 };
    },
  };
}

/** The one handler wrapper of every API function: edge check, routing, sessions, parsing, problem answers. */
export function makeDoor<W extends Wire>(wire: W, verbs: Verbs<W>, deps: DoorDeps) {
  const keys: (keyof W & string)[] = Object.keys(wire);
  return middy()
    .use(edgeGuard(deps))
    .use({
      onError: ({ event, error }: { event: APIGatewayProxyEventV2; error: unknown }) =>
        failure(error, event.requestContext.requestId),
    })
    .handler(
      httpRouterHandler({
        routes: keys.map(key => ({
          method: routeOf(key).method,
          path: routeOf(key).path,
          handler: handlerFor(key, wire, verbs, deps),
        })),
        notFoundResponse: () => problem(refuse('route.not_found'), ''),
      }),
    );
}
