// Bundles the pages, each folder with an index.html, into a pack (templates/runtime/web/pack.h): `node build.mjs
// NODE_MODULES PACK`. Each file is there as it is and compressed, so that a server sends what a browser takes without compressing anything.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const [modules, target] = process.argv.slice(2).map((path) => resolve(path));
const { build } = createRequire(join(modules, 'package.json'))('esbuild');

const types = { js: 'text/javascript;charset=utf-8', css: 'text/css;charset=utf-8', html: 'text/html;charset=utf-8', txt: 'text/plain;charset=utf-8' };
const type = (path) => types[path.split('.').pop()];

const PAGES = readdirSync(here, { withFileTypes: true }).filter((one) => one.isDirectory() && existsSync(join(here, one.name, 'index.html'))).map(({ name }) => name).sort();

/** What a polyfill of core-js stands for in a browser of today: "instance/for-each" is the method of a value. */
function native(path) {
  const names = path.replace(/\.js$/, '').replace(/\/index$/, '').split('/');
  const camel = (name) => name.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
  if (names[0] === 'instance') return `module.exports = (value) => value.${camel(names[1])};`;
  if (names[0] === 'global-this') return 'module.exports = globalThis;';
  const isFunction = ['set-timeout', 'set-interval', 'parse-int'].includes(names[0]);
  const head = names[0] === 'json' ? 'JSON' : camel(names[0]);
  return `module.exports = globalThis.${[isFunction ? head : head[0].toUpperCase() + head.slice(1), ...names.slice(1).map(camel)].join('.')};`;
}

/** Parse's SDK asks core-js for what every browser has that can show these pages: it gets the browser's own. */
const withoutPolyfills = {
  name: 'without polyfills',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^core-js-pure\/(stable|features|full|actual)\// }, ({ path }) => ({ path: path.split('/').slice(2).join('/'), namespace: 'native' }));
    onLoad({ filter: /.*/, namespace: 'native' }, ({ path }) => ({ contents: native(path), loader: 'js' }));
  },
};

/** What a page is bundled to, and which files went in. What a page asks for later is split off, and loaded by it alone. */
const bundle = (page) => build({
  entryPoints: [join(here, page, 'app.jsx'), join(here, page, 'app.css')],
  nodePaths: [modules],
  bundle: true,
  minify: true,
  write: false,
  outdir: `/${page}`,
  format: 'esm',
  splitting: true,
  chunkNames: '[name]-[hash]',
  plugins: [withoutPolyfills],
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  tsconfigRaw: {}, // what the compiler of the tests is told is nothing to the bundle
  metafile: true,
  logLevel: 'warning',
});
/** The libraries that went in, each with its licence: whoever has the pages has these. */
function licences(metafile) {
  const names = Object.keys(metafile.inputs).map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean);
  return [...new Set(names)].sort().map((name) => {
    const folder = join(modules, name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    return `${name} ${version}: ${license}\n\n${file ? readFileSync(join(folder, file), 'utf8') : ''}\n`;
  }).join('\n');
}

const files = (await Promise.all(PAGES.map(async (page) => {
  const { outputFiles, metafile } = await bundle(page);
  return [
    [`/${page}`, 'html', readFileSync(join(here, page, 'index.html'))],
    ...outputFiles.map(({ path, contents }) => [`/${page}/${path.split('/').pop()}`, path, Buffer.from(contents)]),
    [`/${page}/licences.txt`, 'txt', Buffer.from(licences(metafile))],
  ];
}))).flat();

const lines = [];
const bodies = [];
let at = 0;
for (const [path, name, bytes] of files) {
  const codings = {
    br: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    gzip: gzipSync(bytes, { level: 9 }),
    '-': bytes,
  };
  for (const [coding, body] of Object.entries(codings)) {
    lines.push(`${path} ${type(name)} ${coding} ${at} ${body.length}\n`);
    bodies.push(body);
    at += body.length;
  }
  console.log(`${path}: ${bytes.length} bytes, ${codings.gzip.length} through gzip, ${codings.br.length} through brotli`);
}
writeFileSync(target, Buffer.concat([Buffer.from(`caregen pages 1\n${lines.join('')}\n`), ...bodies]));
