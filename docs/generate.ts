import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { refusals } from '../lambdas/domain/refusal.ts';
import { custodianPage } from './custodian-page.ts';
import { openApi } from './openapi.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The table of every refusal: code, status, words. */
function errorsPage(): string {
  const rows = Object.entries(refusals).map(
    ([code, { status, title }]) => `| <a id="${code}"></a>\`${code}\` | ${status} | ${title} |`,
  );
  return `# Errors\n\nDrawn from \`lambdas/domain/refusal.ts\`; do not edit by hand.\n\n| code | status | what it says |\n| --- | --- | --- |\n${rows.sort().join('\n')}\n`;
}

/** The table of every key, as it stands above the keys themselves. */
function tablesPage(): string {
  const source = readFileSync(at('../lambdas/aws/keys.ts'), 'utf8');
  const comment = /\/\*\n([\s\S]*?)\*\//u.exec(source)?.[1] ?? '';
  const text = comment.replaceAll(/^ \* ?/gmu, '').trimEnd();
  return `# Tables\n\nDrawn from \`lambdas/aws/keys.ts\`; do not edit by hand.\n\n\`\`\`\n${text}\n\`\`\`\n`;
}

/** Every document that is drawn from code, by its path beside this file. */
export function generated(): Record<string, string> {
  return {
    'openapi.json': `${JSON.stringify(openApi(), undefined, 2)}\n`,
    'errors.md': errorsPage(),
    'tables.md': tablesPage(),
    'who-can-become-the-custodian.md': custodianPage(),
  };
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(generated())) writeFileSync(at(path), text);
}
