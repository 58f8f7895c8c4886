import type { Stack } from './assembly.ts';
import { TemplateProblem } from './template-problem.ts';

/** What the intrinsics of one stack need from outside: resources by logical id, and the other stacks' outputs. */
export type Surroundings = {
  readonly stack: Stack;
  readonly refOf: (logicalId: string) => string;
  readonly attributeOf: (logicalId: string, attribute: string) => string;
  readonly exported: (name: string) => unknown;
  readonly outputOf: (stackName: string, outputName: string) => unknown;
};

const noValue = Symbol('AWS::NoValue');

type Fn = (argument: unknown, around: Surroundings, place: string) => unknown;

/**
 * Resolves every intrinsic inside `value`; `place` names it in errors. Dynamic references to secrets
 * (`{{resolve:secretsmanager:…}}`) stay as they are until the secrets exist. An intrinsic that is not known is refused.
 */
export function resolveIntrinsics(value: unknown, around: Surroundings, place: string): unknown {
  const resolved = resolve(value, around, place);
  return resolved === noValue ? undefined : resolved;
}

/** Whether a condition of the template holds; an undefined name (no condition) holds. */
export function conditionHolds(name: string | undefined, around: Surroundings): boolean {
  if (name === undefined) {
    return true;
  }
  const condition = around.stack.template.Conditions[name];
  if (condition === undefined) {
    throw new TemplateProblem(around.stack.name, `there is no condition ${name}`);
  }
  return resolve(condition, around, `${around.stack.name}/${name}`) === true;
}

function resolve(value: unknown, around: Surroundings, place: string): unknown {
  if (Array.isArray(value)) {
    return value.map(item => resolve(item, around, place)).filter(item => item !== noValue);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [only, ...more] = Object.entries(value);
  if (only !== undefined && more.length === 0 && isIntrinsic(only[0])) {
    return apply(only[0], only[1], around, place);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, around, place)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== noValue));
}

function isIntrinsic(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::') || key === 'Condition';
}

function apply(name: string, argument: unknown, around: Surroundings, place: string): unknown {
  // `Condition` is also an ordinary key, of policy statements: there its value is an object.
  if (name === 'Condition' && typeof argument !== 'string') {
    return { Condition: resolve(argument, around, place) };
  }
  const fn = functions[name];
  if (fn === undefined) {
    throw new TemplateProblem(place, `the intrinsic ${name} is not known to the local system`);
  }
  return fn(argument, around, place);
}

const functions: Readonly<Record<string, Fn>> = {
  Ref: (name, around) => ref(String(name), around),
  Condition: (name, around) => conditionHolds(String(name), around),
  'Fn::GetAtt': (argument, around) => {
    const [logicalId = '', ...attribute] = Array.isArray(argument)
      ? argument.map(String)
      : String(argument).split('.');
    return around.attributeOf(logicalId, attribute.join('.'));
  },
  'Fn::Sub': (argument, around, place) => {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return substitute(String(template), resolve(variables, around, place) as Record<string, unknown>, around);
  },
  'Fn::Join': (argument, around, place) => {
    const [separator, items] = list(argument, around, place);
    return asTexts(items, place).join(String(separator));
  },
  'Fn::Select': (argument, around, place) => {
    const [index, items] = list(argument, around, place);
    const chosen = asTexts(items, place)[Number(index)];
    return chosen ?? refuse(place, `Fn::Select asks for item ${String(index)}, which is not there`);
  },
  'Fn::Split': (argument, around, place) => {
    const [separator, text] = list(argument, around, place);
    return String(text).split(String(separator));
  },
  'Fn::If': (argument, around, place) => {
    const [condition, yes, no] = Array.isArray(argument) ? argument : [];
    return resolve(conditionHolds(String(condition), around) ? yes : no, around, place);
  },
  'Fn::Equals': (argument, around, place) => {
    const [left, right] = list(argument, around, place);
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::Not': (argument, around, place) => list(argument, around, place)[0] !== true,
  'Fn::And': (argument, around, place) => list(argument, around, place).every(item => item === true),
  'Fn::Or': (argument, around, place) => list(argument, around, place).includes(true),
  'Fn::FindInMap': (argument, around, place) => {
    const [map, top, second] = list(argument, around, place).map(String);
    const found = around.stack.template.Mappings[map ?? '']?.[top ?? '']?.[second ?? ''];
    return found ?? refuse(place, `Fn::FindInMap finds nothing at ${map}.${top}.${second}`);
  },
  'Fn::Base64': (argument, around, place) =>
    Buffer.from(String(resolve(argument, around, place))).toString('base64'),
  'Fn::ImportValue': (argument, around, place) => around.exported(String(resolve(argument, around, place))),
  'Fn::GetStackOutput': (argument, around, place) => {
    const { StackName, OutputName } = resolve(argument, around, place) as Record<string, unknown>;
    return around.outputOf(String(StackName).split('/')[0] ?? '', String(OutputName));
  },
};

function ref(name: string, around: Surroundings): unknown {
  const { account, region, name: stackName, template } = around.stack;
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`,
    'AWS::NoValue': noValue,
  };
  if (name in pseudo) {
    return pseudo[name];
  }
  const parameter = template.Parameters[name];
  return parameter === undefined ? around.refOf(name) : parameter.Default;
}

function substitute(template: string, variables: Record<string, unknown>, around: Surroundings): string {
  return template.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal === '!') {
      return `\${${name}}`;
    }
    const [logicalId = '', ...attribute] = name.split('.');
    if (name in variables) {
      return String(variables[name]);
    }
    return attribute.length === 0
      ? String(ref(name, around))
      : around.attributeOf(logicalId, attribute.join('.'));
  });
}

function list(argument: unknown, around: Surroundings, place: string): readonly unknown[] {
  const items = resolve(argument, around, place);
  return Array.isArray(items) ? items : refuse(place, 'an intrinsic that takes a list was given none');
}

function asTexts(items: unknown, place: string): readonly string[] {
  return Array.isArray(items)
    ? items.map(String)
    : refuse(place, 'an intrinsic that joins or selects was given no list');
}

function refuse(place: string, what: string): never {
  throw new TemplateProblem(place, what);
}
