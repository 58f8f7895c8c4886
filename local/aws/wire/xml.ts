import type { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { isObject, wordOf } from '../fields.ts';

const namespaces: Readonly<Record<string, string>> = {
  sns: 'http://sns.amazonaws.com/doc/2010-03-31/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
};

/** An answer of a query service: `<XResponse><XResult>…`; arrays become `<member>` lists, and maps are `{entry: […]}`. */
export function xmlAnswer(service: string, operation: string, body: Body, requestId: string): string {
  const result = Object.keys(body).length === 0 ? `<${operation}Result/>` : tag(`${operation}Result`, body);
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return `<${operation}Response xmlns="${namespaces[service] ?? ''}">${result}${metadata}</${operation}Response>`;
}

/** A refusal of a query service. */
export function xmlError(service: string, error: AwsError, requestId: string): string {
  const fault = {
    Type: error.status >= 500 ? 'Receiver' : 'Sender',
    Code: error.code,
    Message: error.message,
  };
  return `<ErrorResponse xmlns="${namespaces[service] ?? ''}">${tag('Error', fault)}<RequestId>${requestId}</RequestId></ErrorResponse>`;
}

function tag(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) {
    const inner = name === 'entry' ? 'entry' : 'member';
    const members = value.map(member => tag(inner, member)).join('');
    return name === 'entry' ? members : `<${name}>${members}</${name}>`;
  }
  if (!isObject(value))
    return `<${name}>${escapeXml(typeof value === 'boolean' ? String(value) : wordOf(value))}</${name}>`;
  const children = Object.entries(value).map(([key, child]) => tag(key, child));
  return `<${name}>${children.join('')}</${name}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as it may stand in XML, in an element or an attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, char => entities[char] ?? char);
}
