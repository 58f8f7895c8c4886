import { join } from 'node:path';
import { projectRoot } from '../../local/builds/artifacts.ts';
import { readFilterPattern } from '../../local/aws/logs/filter-pattern.ts';
import { readAssembly } from '../../local/templates/assembly.ts';
import { resolveResources } from '../../local/templates/resources.ts';
import { readPattern, type Line } from './second-reader.ts';

/** A metric filter as deployed: where it stands, over which log, what it counts and for how much. */
export type DeployedFilter = {
  readonly name: string;
  readonly logGroup: string;
  readonly pattern: string;
  readonly metric: string;
  readonly weight: number;
  readonly matches: (line: Line) => boolean;
};

/** An alarm as deployed, over one of our own metrics. */
export type DeployedAlarm = { readonly name: string; readonly metric: string; readonly threshold: number };

/** Every metric filter and alarm of the synthesized templates, with names and ARNs filled in as the local system has them. */
export function readWatch(folder = join(projectRoot, 'cdk.out')) {
  const wanted = ['AWS::Logs::MetricFilter', 'AWS::CloudWatch::Alarm'];
  const resources = resolveResources(readAssembly(folder), type => wanted.includes(type), 1);
  const filters = resources.ofType('AWS::Logs::MetricFilter').map(({ place, properties }): DeployedFilter => {
    const pattern = String(properties['FilterPattern']);
    const [counted] = properties['MetricTransformations'] as readonly Record<string, string>[];
    return {
      name: place.replace(/^.*\/(?:Trail)?/u, '').replace(/[0-9A-F]{8}$/u, ''),
      logGroup: String(properties['LogGroupName']),
      pattern,
      metric: counted?.['MetricName'] ?? '',
      weight: Number(counted?.['MetricValue']),
      matches: twice(pattern),
    };
  });
  const alarms = resources.ofType('AWS::CloudWatch::Alarm').map(
    ({ properties }): DeployedAlarm => ({
      name: String(properties['AlarmName']),
      metric: String(properties['MetricName']),
      threshold: Number(properties['Threshold']),
    }),
  );
  return { filters, alarms };
}

/** Two readers, written apart from the same guide, must say the same of every record that any test shows them. */
function twice(pattern: string): (line: Line) => boolean {
  const [ours, second] = [readFilterPattern(pattern), readPattern(pattern)];
  return line => {
    const matches = ours(line);
    if (matches !== second(line))
      throw new Error(`${pattern} is read in two ways for ${JSON.stringify(line)}`);
    return matches;
  };
}

/** The filters over the trail's log. */
export function trailFilters(filters: readonly DeployedFilter[]): readonly DeployedFilter[] {
  return filters.filter(({ metric }) => metric === 'BoundaryTouched' || metric === 'NumbersOpened');
}

/** Names of the filters that match a record, in order. */
export function heardBy(filters: readonly DeployedFilter[], line: Line): string[] {
  return filters.filter(({ matches }) => matches(line)).map(({ name }) => name);
}

/** What the lines of five minutes add up to in one metric. */
export function sumOf(filters: readonly DeployedFilter[], metric: string, lines: readonly Line[]): number {
  const counting = filters.filter(filter => filter.metric === metric);
  return lines.reduce(
    (sum, line) =>
      counting.filter(({ matches }) => matches(line)).reduce((total, { weight }) => total + weight, sum),
    0,
  );
}
