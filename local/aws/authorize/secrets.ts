import type { Body } from '../engine.ts';
import { requiredText, textAt } from '../fields.ts';
import { contextOf, type AccessReader } from './access.ts';

/**
 * Secrets Manager permissions, on the whole ARN; a read without a stage or a version’s id counts as AWSCURRENT, as AWS documents. Who
 * asks for a rotation must be allowed to invoke the rotation function too (API reference, RotateSecret).
 */
export function makeSecretsAccessReader(secrets: {
  arnOf(id: string): string;
  rotationFunctionOf(arn: string): string | undefined;
}): AccessReader {
  return (operation, body: Body) => {
    const resource = secrets.arnOf(requiredText(body, 'SecretId'));
    const id = textAt(body, 'VersionId');
    const reads = operation === 'GetSecretValue' && id === undefined;
    const stage = textAt(body, 'VersionStage') ?? (reads ? 'AWSCURRENT' : undefined);
    const invoked = operation === 'RotateSecret' ? secrets.rotationFunctionOf(resource) : undefined;
    return [
      {
        action: `secretsmanager:${operation}`,
        resource,
        context: contextOf({
          'secretsmanager:SecretId': resource,
          'secretsmanager:VersionStage': stage,
          'secretsmanager:VersionId': id,
        }),
      },
      ...(invoked === undefined ? [] : [{ action: 'lambda:InvokeFunction', resource: invoked, context: {} }]),
    ];
  };
}
