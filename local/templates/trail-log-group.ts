import * as z from 'zod';
import type { TrailLogGroupResource } from '../deployment.ts';
import { type Resources, readProperties } from './resources.ts';

const trailSchema = z.object({ CloudWatchLogsLogGroupArn: z.string().optional() });

/** The log group that a trail of the templates writes; undefined where they have none (a stage with an existing trail). */
export function readTrailLogGroup(resources: Resources): TrailLogGroupResource | undefined {
  const arns = resources
    .ofType('AWS::CloudTrail::Trail')
    .map(resource => readProperties(trailSchema, resource).CloudWatchLogsLogGroupArn);
  const arn = arns.find(found => found !== undefined)?.replace(/:\*$/, '');
  return arn === undefined ? undefined : { arn, name: arn.split(':log-group:')[1] ?? '' };
}
