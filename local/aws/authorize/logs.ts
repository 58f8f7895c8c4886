import type { Body } from '../engine.ts';
import { logGroupNamed } from '../logs/engine.ts';
import type { AccessReader } from './access.ts';

/**
 * CloudWatch Logs asks about the group's streams, `…:log-group:<name>:log-stream:`. So a policy that names the group
 * must end with `:*`; the ARN without it admits nobody (aws-cli#3578; CloudWatch Logs User Guide, resource ARNs).
 */
export function makeLogsAccessReader(arnPrefix: string): AccessReader {
  return (operation, body: Body) => [
    {
      action: `logs:${operation}`,
      resource: `${arnPrefix}log-group:${logGroupNamed(body)}:log-stream:`,
      context: {},
    },
  ];
}
