import { buildLambdas, buildPages } from '../local/builds/artifacts.ts';

const [lambdas, pages] = await Promise.all([buildLambdas(), buildPages()]);
console.log(`lambdas ${lambdas ? 'built' : 'unchanged'}, pages ${pages ? 'built' : 'unchanged'}`);
