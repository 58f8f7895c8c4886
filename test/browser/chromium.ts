import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';
import { prepareFonts } from './fonts.ts';

/** Flags of the packed Chromium that would make tests prove nothing: no site isolation, no Origin header (local.md A8). */
const unwanted =
  /single-process|no-zygote|disable-web-security|disable-site-isolation|allow-running-insecure/u;

/** Its flags for a GPU that the processor emulates, which takes more of it than pages, axe and system together. */
const emulatedGpu = /gpu|angle|swiftshader/u;

/** The Chromium to drive: `CHROMIUM`, or on Linux x64 the one that npm brought. */
async function executable(): Promise<string> {
  const chosen = process.env['CHROMIUM'];
  if (chosen !== undefined) return chosen;
  if (process.platform === 'linux' && process.arch === 'x64') return packed.executablePath();
  throw new Error(
    'The browser tests need a Chromium: set CHROMIUM=/path/to/chromium (Linux x64 brings its own).',
  );
}

/**
 * Starts Chromium with a Japanese font and without any host but ours; `more` are further flags. It draws by itself, or
 * with an emulated GPU where that is asked for.
 */
export async function openChromium(more: readonly string[] = [], withGpu = false): Promise<Browser> {
  const offline = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
  const wanted = packed.args.filter(flag => !unwanted.test(flag));
  const drawing = withGpu ? wanted : [...wanted.filter(flag => !emulatedGpu.test(flag)), '--disable-gpu'];
  return chromium.launch({
    executablePath: await executable(),
    args: [...drawing, offline, ...more],
    headless: true,
    env: { ...process.env, FONTCONFIG_FILE: prepareFonts(join(tmpdir(), 'mogiri-fonts')) },
  });
}
