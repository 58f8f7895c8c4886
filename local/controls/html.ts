/** Makes text safe inside HTML, attributes included. */
export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, character => names[character] ?? character);
}

/** The languages the local pages speak. */
export type Language = 'ja' | 'en';

/** Picks the page's language: `?lang=` first, then what the browser prefers, Japanese when it says nothing. */
export function languageOf(query: URLSearchParams, acceptLanguage: string | undefined): Language {
  const asked = query.get('lang') ?? acceptLanguage ?? 'ja';
  return asked.toLowerCase().startsWith('en') ? 'en' : 'ja';
}

/** A whole page in the house's plain look; `body` and `title` must be safe HTML already. */
export function layout(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
<body>${body}</body>
</html>`;
}

const style = `
:root { color-scheme: light dark; --paper: #fbfaf7; --surface: #fff; --ink: #1b1b1f; --quiet: #5c5c66;
  --line: #e3e0d8; --seal: #c8371f; --bubble: #eceae4; --link: #1d4fc4; --focus: #2f6fed; }
@media (prefers-color-scheme: dark) { :root { --paper: #141416; --surface: #1d1d20; --ink: #f2f1ee; --quiet: #a9a9b2;
  --line: #34343a; --seal: #ff6b52; --bubble: #2b2b30; --link: #9dbbff; --focus: #8fb4ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 16px 64px; max-width: 1120px; background: var(--paper); color: var(--ink);
  font: 16px/1.7 "Hiragino Sans", "Noto Sans JP", system-ui, sans-serif; }
h1 { font-size: 28px; line-height: 1.3; margin: 0 0 4px; }
p { margin: 0 0 16px; } .quiet { color: var(--quiet); font-size: 14px; }
a { color: var(--link); } :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.phones { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); gap: 24px; align-items: start; }
.phone { border: 1px solid var(--line); border-radius: 24px; background: var(--surface); padding: 16px; }
.phone h2 { font-size: 16px; margin: 0 0 12px; padding-bottom: 8px; border-bottom: 1px solid var(--line);
  font-variant-numeric: tabular-nums; text-align: center; }
.phone ol { list-style: none; margin: 0; padding: 0 4px 0 0; display: grid; gap: 12px; max-height: 60vh; overflow: auto; }
.bubble { background: var(--bubble); border-radius: 16px 16px 16px 4px; padding: 10px 14px; max-width: 92%;
  white-space: pre-wrap; overflow-wrap: anywhere; }
time { display: block; color: var(--quiet); font-size: 14px; margin: 2px 0 0 6px; font-variant-numeric: tabular-nums; }
form { display: grid; gap: 12px; max-width: 420px; }
button { font: inherit; min-height: 48px; padding: 8px 16px; border-radius: 12px; border: 1px solid var(--line);
  background: var(--surface); color: var(--ink); text-align: left; cursor: pointer; }
button strong { display: block; } button:hover { border-color: var(--seal); }
`;
