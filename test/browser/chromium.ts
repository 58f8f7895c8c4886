import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions,
} from 'playwright-core';
import { prepareFonts } from './fonts.ts';

/** Flags of the packed Chromium that would make tests prove nothing: no site isolation, no Origin header (local.md A8). */
const unwanted =
  /single-process|no-zygote|disable-web-security|disable-site-isolation|allow-running-insecure/u;

/** The Chromium to drive: `CHROMIUM`, or on Linux x64 the one that npm brought. */
async function executable(): Promise<string> {
  const chosen = process.env['CHROMIUM'];
  if (chosen !== undefined) return chosen;
  if (process.platform === 'linux' && process.arch === 'x64') return packed.executablePath();
  throw new Error(
    'The browser tests need a Chromium: set CHROMIUM=/path/to/chromium (Linux x64 brings its own).',
  );
}

async function launchOptions(more: readonly string[] = []): Promise<LaunchOptions> {
  const offline = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
  return {
    executablePath: await executable(),
    args: [...packed.args.filter(flag => !unwanted.test(flag)), offline, ...more],
    headless: true,
    env: { ...process.env, FONTCONFIG_FILE: prepareFonts(join(tmpdir(), 'mogiri-fonts')) } as Record<
      string,
      string
    >,
  };
}

/** Starts Chromium with a Japanese font and without any host but ours. */
export async function openChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch(await launchOptions(more));
}

/** The same Chromium on a profile folder, for settings that only a profile holds (cookies refused, say). */
export async function openProfile(folder: string, context: BrowserContextOptions): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { ...(await launchOptions()), ...context });
}
