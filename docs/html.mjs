// The documents as static HTML: `make docs` renders this folder, the first pages and what stands in out/*/docs to
// build/docs. Links between documents lead to the rendered ones, every heading has an anchor, nothing is loaded from
// elsewhere and no markup of a document is taken as it stands.
//
//   node docs/html.mjs NODE_MODULES TARGET
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** "What is where" → "what-is-where", once in a page. */
function anchorOf(text, taken) {
  const wanted = text.toLowerCase().replaceAll(/[^\p{L}\p{N}_\- ]/gu, '').trim().replaceAll(' ', '-');
  let anchor = wanted;
  for (let i = 1; taken.has(anchor); i += 1) anchor = `${wanted}-${i}`;
  taken.add(anchor);
  return anchor;
}

/** Files below a folder whose name ends so, as paths from the root. */
function below(folder, ends) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true }).map(String).filter((file) => ends.some((end) => file.endsWith(end)) && !file.includes('node_modules'))
    .map((file) => posix.join(folder, file)).sort();
}

/** Every document, as [group, path]. */
function documents() {
  const servers = existsSync(join(root, 'out')) ? readdirSync(join(root, 'out')).sort() : [];
  return [
    ...['README.md', 'README.zh-TW.md', 'CONTRIBUTING.md', 'schemas/README.md'].map((path) => ['caregen', path]),
    ...below('docs', ['.md']).map((path) => ['docs', path]),
    ...servers.flatMap((name) => [`out/${name}/README.md`, ...below(`out/${name}/docs`, ['.md'])].map((path) => [`out/${name}`, path])),
  ].filter(([, path]) => existsSync(join(root, path)));
}

const pageOf = (path) => path.replace(/\.md$/, '.html');
const titleOf = (text, path) => /^# (.*)$/m.exec(text)?.[1] ?? path;

/** A document's body, and its headings. */
function render(Marked, path, known) {
  const taken = new Set();
  const headings = [];
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        const anchor = anchorOf(text.replaceAll(/[`*]|\[([^\]]*)\]\([^)]*\)/g, '$1'), taken);
        if (depth === 2) headings.push([anchor, this.parser.parseInline(tokens)]);
        return `<h${depth} id="${anchor}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      html: ({ text }) => escape(text),
      link({ href, tokens }) {
        const [file, anchor] = href.split('#');
        const target = file && posix.normalize(posix.join(posix.dirname(path), file));
        const to = known.has(target) ? pageOf(file) : file;
        return `<a href="${escape(to + (anchor ? `#${anchor}` : ''))}">${this.parser.parseInline(tokens)}</a>`;
      },
    },
  });
  return { body: marked.parse(readFileSync(join(root, path), 'utf8')), headings };
}

function page(path, { body, headings }, list) {
  const up = '../'.repeat(path.split('/').length - 1);
  const language = path.includes('.zh-TW.') ? 'zh-Hant-TW' : 'en';
  const groups = Object.entries(groupBy(list));
  const navigation = groups.map(([group, pages]) => `<h2>${escape(group)}</h2>\n<ul>\n${pages.map(({ path: other, title }) => `<li><a href="${up}${escape(pageOf(other))}"${other === path ? ' aria-current="page"' : ''}>${escape(title)}</a></li>`).join('\n')}\n</ul>`).join('\n');
  const contents = headings.length > 2 ? `<nav class="contents" aria-label="Contents"><ul>${headings.map(([anchor, text]) => `<li><a href="#${anchor}">${text.replaceAll(/<\/?a[^>]*>/g, '')}</a></li>`).join('')}</ul></nav>` : '';
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'">
<title>${escape(list.find((one) => one.path === path).title)}</title>
<link rel="stylesheet" href="${up}docs.css">
</head>
<body>
<nav class="pages" aria-label="Documents">
${navigation}
</nav>
<main>
${contents}
${body}</main>
</body>
</html>
`;
}

const groupBy = (list) => list.reduce((groups, one) => ({ ...groups, [one.group]: [...(groups[one.group] ?? []), one] }), {});

const [modules, target] = process.argv.slice(2);
const { Marked } = await import(createRequire(join(resolve(modules), '.')).resolve('marked'));
const list = documents().map(([group, path]) => ({ group, path, title: titleOf(readFileSync(join(root, path), 'utf8'), path) + (path === 'README.zh-TW.md' ? ' (繁體中文)' : '') }));
const known = new Set(list.map(({ path }) => path));
rmSync(target, { recursive: true, force: true });
for (const { path } of list) {
  const file = join(target, pageOf(path));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page(path, render(Marked, path, known), list));
}
for (const picture of [...below('docs', ['.svg', '.png']), ...below('out', ['docs/er.svg'])]) {
  mkdirSync(dirname(join(target, picture)), { recursive: true });
  copyFileSync(join(root, picture), join(target, picture));
}
copyFileSync(join(root, 'docs/html.css'), join(target, 'docs.css'));
writeFileSync(join(target, 'index.html'), '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=README.html"><a href="README.html">README</a>\n');
console.log(`${list.length} documents in ${target}: open ${join(target, 'README.html')}`);
