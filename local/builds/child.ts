import { spawn } from 'node:child_process';

/** A child process that ended badly: the command's purpose, its exit code and what it printed. */
export class ChildFailed extends Error {
  constructor(purpose: string, code: number | null, output: string) {
    super(`${purpose} failed (exit code ${code ?? 'none'}):\n${output.trim()}`);
    this.name = 'ChildFailed';
  }
}

/** Runs `node` with these arguments and extra variables until it ends; answers what it printed, throws `ChildFailed`. */
export function runNode(
  purpose: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', chunk => (output += String(chunk)));
    child.stderr.on('data', chunk => (output += String(chunk)));
    child.on('error', reject);
    child.on('close', code =>
      code === 0 ? resolve(output) : reject(new ChildFailed(purpose, code, output)),
    );
  });
}
