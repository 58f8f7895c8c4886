import { parseArgs } from 'node:util';
import { compareRules } from '../lambdas/domain/rules-comparison.ts';
import { rulesOf, verificationRules, type VerificationRules } from '../lambdas/domain/verification-rules.ts';
import { fraudReport } from './fraud-report.ts';
import { readDecisions, readRulesFile, readText } from './read-decisions.ts';

const usage = `npm run -s fraud -- rules [--stage NAME]
    prints the rules in force as JSON: those of a stage, or the defaults
npm run -s fraud -- simulate --rules FILE --decisions FILE [--json]
    replays recorded decisions (lines "challenge.decided" of the log of shopper-verify) under other rules`;

/** The rules as a stage of ours has them. The stage is read on demand: its module loads all of the CDK. */
async function rulesInForce(stage: string | undefined): Promise<VerificationRules> {
  if (stage === undefined) return verificationRules;
  const { readStage } = await import('../lib/stage.ts');
  return rulesOf(readStage(stage, process.cwd()).verification);
}

function simulate(rulesFile: string, decisionsFile: string, asJson: boolean): string {
  const rules = readRulesFile(rulesFile);
  const { decisions, ...left } = readDecisions(readText(decisionsFile));
  if (decisions.length === 0)
    throw new Error(
      `${decisionsFile} holds no decision: ${left.others} lines of other kinds, ${left.broken} broken ones`,
    );
  const comparison = compareRules(rules, decisions);
  return asJson
    ? JSON.stringify({ ...comparison, lines: { decisions: decisions.length, ...left } }, undefined, 2)
    : fraudReport(comparison, left);
}

/** Carries out one command; its answer. */
async function main(): Promise<string> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rules: { type: 'string' },
      decisions: { type: 'string' },
      stage: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [command, ...more] = positionals;
  if (more.length > 0) throw new Error(`${more.join(' ')} is more than one command\n${usage}`);
  if (command === 'rules') return JSON.stringify(await rulesInForce(values.stage), undefined, 2);
  if (command !== 'simulate') throw new Error(usage);
  const { rules, decisions, json } = values;
  if (rules === undefined || decisions === undefined)
    throw new Error(`simulate needs --rules and --decisions\n${usage}`);
  return simulate(rules, decisions, json);
}

try {
  console.log(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
