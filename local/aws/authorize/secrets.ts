import type { Body } from '../engine.ts';
import { requiredText, textAt } from '../fields.ts';
import { contextOf, type AccessReader } from './access.ts';

/**
 * Secrets Manager permissions, on the whole ARN; a read without a stage counts as AWSCURRENT, as AWS documents. Who
 * asks for a rotation must be allowed to invoke the rotation function too (API reference, RotateSecret).
 */
export function makeSecretsAccessReader(secrets: {
  arnOf(id: string): string;
  rotationFunctionOf(arn: string): string | undefined;
}): AccessReader {
  return (operation, body: Body) => {
    const resource = secrets.arnOf(requiredText(body, 'SecretId'));
    const stage = textAt(body, 'VersionStage') ?? (operation === 'GetSecretValue' ? 'AWSCURRENT' : undefined);
    const invoked = operation === 'RotateSecret' ? secrets.rotationFunctionOf(resource) : undefined;
    return [
      {
        action: `secretsmanager:${operation}`,
        resource,
        context: contextOf({
          'secretsmanager:SecretId': resource,
          'secretsmanager:VersionStage': stage,
          'secretsmanager:VersionId': textAt(body, 'VersionId'),
        }),
      },
      ...(invoked === undefined ? [] : [{ action: 'lambda:InvokeFunction', resource: invoked, context: {} }]),
    ];
  };
}
