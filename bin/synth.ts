import { parseArgs } from 'node:util';
import { prepare } from '../local/builds/artifacts.ts';

const { values } = parseArgs({ options: { stage: { type: 'string' } } });
const stage = values.stage ?? process.env['STAGE'] ?? 'dev';
console.log(`stage ${stage} synthesized to ${await prepare(stage, true)}`);
