import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';
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

/** Starts Chromium with a Japanese font and without any host but ours; `more` are further flags. */
export async function openChromium(more: readonly string[] = []): Promise<Browser> {
  const offline = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
  return chromium.launch({
    executablePath: await executable(),
    args: [...packed.args.filter(flag => !unwanted.test(flag)), offline, ...more],
    headless: true,
    env: { ...process.env, FONTCONFIG_FILE: prepareFonts(join(tmpdir(), 'mogiri-fonts')) },
  });
}
