import * as z from 'zod/mini';
import { deskWire } from '../lambdas/custodian/desk.wire.ts';
import type { Wire } from '../lambdas/door.ts';
import { consoleWire } from '../lambdas/marketer/console.wire.ts';
import type { Door, Route } from '../lambdas/route.ts';
import { routes } from '../lambdas/routes.ts';
import { redeemWire } from '../lambdas/shopper/redeem.wire.ts';
import { verifyWire } from '../lambdas/shopper/verify.wire.ts';
import { walletWire } from '../lambdas/shopper/wallet.wire.ts';
import { tillWire } from '../lambdas/store/till.wire.ts';
import { refusals } from '../lambdas/domain/refusal.ts';

/** Every wire of the API in one; the handlers parse and answer with these same schemas. */
export const wires: Wire = {
  ...verifyWire,
  ...walletWire,
  ...redeemWire,
  ...tillWire,
  ...consoleWire,
  ...deskWire,
};

const security: Record<Door, object[]> = {
  open: [],
  shopper: [{ shopperSession: [] }],
  till: [{ tillSession: [] }],
  manager: [{ tillSession: ['manager'] }],
  device: [{ tillSession: [] }, { tillDevice: [] }],
  marketer: [{ staffToken: ['marketer'] }],
  custodian: [{ staffToken: ['custodian'] }],
};

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: [...Object.keys(refusals), 'internal'].sort() },
    detail: { type: 'string' },
    requestId: { type: 'string' },
  },
};

const cookieScheme = (name: string) => ({ type: 'apiKey', in: 'cookie', name });

const schemaOf = (schema: z.ZodMiniType, io: 'input' | 'output') => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
};

/** What creates takes a key, and so does asking what came of it. */
const takesKey = ({ method, path }: Route) => method === 'POST' || path.endsWith('/redemptions/{storeId}');

/** A picture is its bytes (OpenAPI 3.1 gives them no schema), all else JSON. */
const contentOf = ({ answer, files }: Wire[string]) =>
  files === undefined
    ? { 'application/json': { schema: schemaOf(answer, 'output') } }
    : Object.fromEntries(files.map(type => [type, {}]));

function operation(route: Route) {
  const wire = wires[`${route.method} ${route.path}`];
  if (wire === undefined) throw new Error(`${route.method} ${route.path} has no wire`);
  const names = [...route.path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name);
  const inHeader = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', maxLength: 128 },
  };
  const parameters = names.map(name => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/\W+(\w)/gu, (_, letter: string) => letter.toUpperCase()).replace(/\W/gu, '')}`,
    tags: [route.function],
    security: security[route.door],
    parameters: [...parameters, ...(takesKey(route) ? [inHeader] : [])],
    ...(wire.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(wire.body, 'input') } },
          },
        }),
    responses: {
      [wire.status]: { description: 'Done', content: contentOf(wire) },
      default: {
        description: 'Refused, with a stable code',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** The API as an OpenAPI 3.1 document, drawn from the route table and the wires. */
export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Mogiri', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        shopperSession: cookieScheme('__Host-session'),
        tillSession: cookieScheme('__Host-till'),
        tillDevice: cookieScheme('__Host-device'),
        staffToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
    },
  };
}
