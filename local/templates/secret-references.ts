import { TemplateProblem } from './template-problem.ts';

const reference = /\{\{resolve:([a-z-]+):(.+?)\}\}/g;

/**
 * Replaces `{{resolve:secretsmanager:<id>:SecretString:<key>}}` anywhere inside `value` by what `secretString` answers
 * for the id: the whole string, or one key of its JSON. Only possible once the secrets exist. Other services' dynamic
 * references are refused.
 */
export function resolveSecretReferences<Value>(
  value: Value,
  secretString: (secretId: string) => string,
): Value {
  return walk(value, secretString) as Value;
}

function walk(value: unknown, secretString: (secretId: string) => string): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(reference, (_, service: string, rest: string) =>
      lookUp(service, rest, secretString),
    );
  }
  if (Array.isArray(value)) {
    return value.map(item => walk(item, secretString));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, secretString)]));
  }
  return value;
}

function lookUp(service: string, rest: string, secretString: (secretId: string) => string): string {
  if (service !== 'secretsmanager') {
    throw new TemplateProblem('A dynamic reference', `to ${service} is not known to the local system`);
  }
  const [secretId = '', selector = ''] = rest.split(':SecretString');
  const key = selector.split(':')[1] ?? '';
  const text = secretString(secretId);
  if (key === '') {
    return text;
  }
  const found = (JSON.parse(text) as Readonly<Record<string, unknown>>)[key];
  if (typeof found !== 'string' && typeof found !== 'number') {
    throw new TemplateProblem(secretId, `has no key ${key}`);
  }
  return String(found);
}
