import { nextCronTime, parseCron } from './cron.ts';

/** When a secret is rotated next, given a moment (epoch milliseconds) after which it is asked for. */
export type RotationTimes = (afterMs: number) => number;

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const fewestHours = 4;
const mostDays = 999;

/**
 * Reads a rotation schedule, `cron(…)` or `rate(…)`, and refuses what Secrets Manager refuses: minutes other than 0, a
 * year, a rate below four hours. A window opens at the cron time or, for days, at midnight UTC; it is used at once.
 */
export function readRotationTimes(expression: string): RotationTimes {
  return expression.startsWith('cron(') ? cronTimes(expression) : rateTimes(expression);
}

function cronTimes(expression: string): RotationTimes {
  const cron = parseCron(expression);
  if (!/^cron\(\s*0\s/.test(expression) || !/\s\*\s*\)$/.test(expression)) {
    throw new Error(
      `${expression} must have 0 for the minute and * for the year, since windows open on the hour`,
    );
  }
  return afterMs => {
    const next = nextCronTime(cron, afterMs);
    if (next === undefined) throw new Error(`${expression} never comes`);
    return next;
  };
}

function rateTimes(expression: string): RotationTimes {
  const [, digits = '', unit = ''] = /^rate\((\d+) (hour|day)s?\)$/.exec(expression) ?? [];
  const count = Number(digits);
  const inRange = unit === 'hour' ? count >= fewestHours : count >= 1;
  if (unit === '' || !inRange || count > mostDays) {
    throw new Error(`${expression} is neither cron(…) nor a rate between four hours and ${mostDays} days`);
  }
  return unit === 'hour'
    ? afterMs => afterMs + count * hourMs
    : afterMs => Math.floor(afterMs / dayMs) * dayMs + count * dayMs;
}
