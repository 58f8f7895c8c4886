import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { projectRoot } from '../../local/builds/artifacts.ts';

/** One source file: its path from the project's root and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** Every TypeScript file below the folders. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap(folder =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => /\.tsx?$/u.test(name) && !name.includes('node_modules'))
      .map(name => ({
        path: join(folder, name),
        text: readFileSync(join(projectRoot, folder, name), 'utf8'),
      })),
  );
}

/** What a file imports: packages by name, our own files by their path from the root. */
export function importsOf({ path, text }: SourceFile): string[] {
  const found = [...text.matchAll(/(?:^|\n)(?:import|export)[^;]*?from '([^']+)'|import\('([^']+)'\)/gu)];
  return found
    .map(([, from, lazy]) => from ?? lazy ?? '')
    .map(name => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name));
}
