import { parseArgs } from 'node:util';

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Mogiri needs Node 24 or newer and this is ${process.versions.node}; start it with \`npm start\` after \`npm ci\`.`,
  );
  process.exit(1);
}

const { values } = parseArgs({ options: { data: { type: 'string' } } });
const env = process.env;

// Imported only now: older versions of Node could not even read these files.
const { run } = await import('./run.ts');
await run({
  port: Number(env['PORT'] ?? 4321),
  awsPort: Number(env['AWS_PORT'] ?? 4322),
  stage: env['STAGE'] ?? 'dev',
  pulse: env['PULSE'] === 'manual' ? 'manual' : 'auto',
  seed: env['SEED'] !== 'none',
  ...(values.data !== undefined && { dataDir: values.data }),
});
