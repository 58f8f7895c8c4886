import { createServer } from 'node:net';
import { prepare } from './builds/artifacts.ts';
import type { Demo } from './seed.ts';
import { startSystem, type System, type SystemRequest } from './system.ts';

/** What `npm start` was told by its variables and arguments. */
export type RunRequest = Omit<SystemRequest, 'cloudAssembly' | 'port' | 'awsPort' | 'stage'> & {
  readonly port: number;
  readonly awsPort: number;
  readonly stage: string;
};

/** Builds what changed, starts the system, says what to try, and stops cleanly on SIGTERM or SIGINT. */
export async function run(request: RunRequest): Promise<void> {
  try {
    await refuseTakenPort(request.port, 'PORT');
    await refuseTakenPort(request.awsPort, 'AWS_PORT');
    const system = await startSystem({ ...request, cloudAssembly: await prepare(request.stage) });
    stopOnSignals(system);
    console.log(`ready ${system.origin}`);
    console.log(tour(system, request));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

async function refuseTakenPort(port: number, variable: string): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', () =>
      reject(new Error(`Port ${port} is in use; stop what runs there or choose another with ${variable}=…`)),
    );
    probe.listen(port, '127.0.0.1', resolve);
  });
  await new Promise(resolve => probe.close(resolve));
}

function stopOnSignals(system: System): void {
  let stopping = false;
  const stop = (): void => {
    if (!stopping) {
      stopping = true;
      system.close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    }
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function tour(system: System, request: RunRequest): string {
  const { origin } = system;
  return [
    '',
    `  shopper  ${origin}/`,
    `  store    ${origin}/store/${pinOf(system.demo)}`,
    ...staffOf(system.demo),
    `  console  ${origin}/console/`,
    `  phones   ${origin}/local/phones   every SMS this system sends arrives here, and nowhere else`,
    '',
    '  One minute (Chromium or Firefox):',
    '  1. shopper: enter 090-1234-5678, read the code under phones, tick the SMS box, take the open coupon.',
    '  2. store: sign in, type the code of the coupon; or slide it on the shopper page with the PIN.',
    '  3. console: sign in as marketer, make a campaign with the other coupon, plan it, launch it.',
    request.pulse === 'auto'
      ? '     Within a minute the pulse sends it; look under phones and tap the link.'
      : `     Send it with: curl -X POST ${origin}/local/pulse`,
    `  4. console as custodian: read the number again, and find the reading in its register.`,
    `     Every AWS call and who was allowed: ${origin}/local/trail?service=kms&operation=Decrypt`,
    '     Change the login of the role that opens numbers, and see a colleague off; each step shows its proof.',
    '  5. another terminal: npm run verify-registers checks every row against its archived roots.',
    ...(request.dataDir === undefined
      ? ['', '  Nothing is kept after the end; `npm start -- --data .local` keeps it.']
      : []),
  ].join('\n');
}

function staffOf(demo: Demo | undefined): readonly string[] {
  if (demo === undefined) return [];
  const people = demo.staff.map(({ name, role, pin }) => `${name} (${role}) ${pin}`);
  return [
    `           its people: ${people.join(', ')}; they sign in once the store PIN registered the device`,
    '           (under スタッフと端末, or Staff and devices)',
  ];
}

function pinOf(demo: Demo | undefined): string {
  return demo === undefined ? '' : `   ${demo.storeName} ${demo.storeId}, PIN ${demo.pin}`;
}
