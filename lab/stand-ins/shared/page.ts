import type { Reply } from './http.ts';

/** What a person sees who opens a stand-in in a browser: that it is one, before anything else. */
export function standInPage(program: string, version: string, says: readonly string[]): Reply {
  const items = says.map((line) => `<li>${escapeHtml(line)}</li>`).join('');
  const title = escapeHtml(`${program} stand-in`);
  return {
    status: 200,
    type: 'text/html; charset=utf-8',
    text: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<style>body{font:16px/1.5 system-ui;max-width:40em;margin:4em auto;padding:0 1em}</style></head>
<body><h1>${title}</h1>
<p><strong>This is not ${escapeHtml(program)}.</strong> It is a small stand-in from Showrunner's lab that keeps the API of
${escapeHtml(program)} ${escapeHtml(version)}, for machines that cannot pull the real image. It manages no media.</p>
<ul>${items}</ul></body></html>`,
  };
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
