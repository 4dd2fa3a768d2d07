// The quick starts do what they say: what runs here is run against a server with sample data, by a patient; what has a
// compiler here is compiled; the rest is parsed.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root, run, templates } from '../lib/builds.mjs';
import { faultsOf, parse } from './grammars.mjs';
import { assertQuiet, blocksOf, demoServer, packages, treeOf } from './world.mjs';

const pages = readdirSync(join(root, 'templates/text')).map((file) => /^quick_start_(?!part_)(\w+)\.md$/.exec(file)?.[1]).filter(Boolean);
const rowId = /\b[A-Za-z0-9]{10}\b/;

/** What a program says that has to end well. */
async function said(command, given, options) {
  const { code, stdout, stderr } = await run(command, given, options);
  assert.equal(stderr, '', stdout);
  assert.equal(code, 0, stdout);
  return stdout;
}

for (const name of templates) {
  test(`the quick starts of ${name} that run here`, async (t) => {
    const tree = await treeOf(name, t);
    const { server, patient } = await demoServer(name, t);
    const env = { ...process.env, LOGIN: patient.username, PASSWORD: patient.password };
    const page = (file) => readFileSync(join(tree, `docs/quick-start/${file}.md`), 'utf8');
    const blocks = (file, language) => blocksOf(page(file), language, { name, server });
    const program = (file, text) => (writeFileSync(join(tree, file), text), join(tree, file));

    const javascript = await said(process.execPath, [program('quick.mjs', blocks('javascript', 'js').join(''))], { env });
    assert.match(javascript.split('following')[0], rowId);
    assert.match(javascript, /^following$/m);

    const rest = await said('sh', ['-e', program('quick.sh', blocks('rest', 'sh').join(''))], { env });
    const found = rest.split('\n').join('').match(/\{"results":\[.*?\]\}(?=\{)/g).map((text) => JSON.parse(text).results);
    assert.equal(found.length, 2, rest);
    assert.ok(found[0].length > 0);
    assert.deepEqual(found[1].map(({ objectId }) => objectId).sort(), found[0].map(({ objectId }) => objectId).sort());

    const graphql = await said('sh', ['-e', program('graphql.sh', blocks('graphql', 'sh').join(''))], { env });
    const { edges } = Object.values(JSON.parse(graphql.slice(graphql.lastIndexOf('{"data"'))).data)[0];
    assert.deepEqual(edges.map(({ node }) => node.objectId).sort(), found[0].map(({ objectId }) => objectId).sort());

    if (existsSync('/usr/bin/php')) {
      const php = await said('php', ['-d', 'display_errors=stderr', program('quick.php', blocks('php', 'php').join(''))], { env });
      assert.match(php, rowId);
      assert.equal(php.trim().split('\n').length, found[0].length);
    }

    await typed(tree, { blocks, env, server, count: found[0].length });
  });
}

test("the project's own first page of it", async (t) => {
  const { server, patient } = await demoServer('trial', t);
  const blocks = blocksOf(readFileSync(join(root, 'docs/quick-start.md'), 'utf8'), 'sh', { name: 'trial', server });
  assert.equal(blocks.length, 3);
  const script = blocks.join('').replace('the application id', server.appId).replace('the password', patient.password).replace('maya.lindqvist', patient.username);
  const said = await run('sh', ['-e', '-c', script]);
  assert.equal(said.code, 0, said.stderr);
  const [mine, nobodys] = said.stdout.split(/(?<=\]\})/);
  const { results } = JSON.parse(mine);
  assert.ok(results.length > 0 && results.every(({ patient: profile }) => profile.displayName === 'Maya Lindqvist'));
  assert.match(nobodys, /refused|"error"|"results":\[\]/);
});

/** The module that six pages share, what React and Next.js make of it, and the route of Next.js. */
async function typed(tree, { blocks, env, server, count }) {
  const [data] = blocks('react', 'ts');
  for (const other of ['react_native', 'nextjs', 'vue', 'angular']) assert.equal(blocks(other, 'ts')[0], data, other);
  const app = join(tree, 'app');
  mkdirSync(app);
  cpSync(join(tree, 'clients/typescript'), join(app, 'client'), { recursive: true });
  const files = {
    'data.ts': data,
    'route.ts': blocks('nextjs', 'ts')[1],
    'Latest.tsx': blocks('react', 'tsx')[0],
    'page.tsx': blocks('nextjs', 'tsx')[0],
    'run.ts': `import { signIn, latest, follow } from './data.js';
import { Parse } from './client/client.js';
import { GET } from './route.js';
Parse.User.enableUnsafeCurrentUser();
const user = await signIn(process.env['LOGIN'] ?? '', process.env['PASSWORD'] ?? '');
console.log((await latest()).length);
const stop = await follow(() => {});
await stop();
await Parse.LiveQuery.close();
for (const cookie of [\`session=\${user.getSessionToken()}\`, '']) {
  const answer = await GET(new Request('http://localhost/', { headers: { cookie } }));
  const { results } = (await answer.json()) as { results?: unknown[] };
  console.log(answer.status, results?.length);
}
`,
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(app, file), text);
  writeFileSync(join(app, 'package.json'), '{"type": "module"}');
  const options = { extends: './client/tsconfig.json', compilerOptions: { jsx: 'react-jsx', outDir: 'dist' }, files: Object.keys(files) };
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify(options));
  assertQuiet(await run(process.execPath, [join(await packages(), 'node_modules/typescript/bin/tsc'), '--project', app], { cwd: app }));
  cpSync(join(app, 'client/package.json'), join(app, 'dist/client/package.json'));
  const [listed, mine, nobodys] = (await said(process.execPath, ['dist/run.js'], { cwd: app, env })).trim().split('\n');
  assert.equal(Number(listed), count);
  assert.equal(mine, `200 ${count}`);
  assert.notEqual(nobodys, mine, `${server.base} shows rows to nobody`);
}

describe('every page', () => {
  test('is listed, leaves no hole, and says how to connect, sign in, query, follow and go offline', async (t) => {
    const tree = await treeOf('trial', t);
    const list = readFileSync(join(tree, 'docs/quick-start/README.md'), 'utf8');
    assert.deepEqual([...list.matchAll(/\((\w+)\.md\)/g)].map(([, file]) => file).sort(), [...pages].sort());
    assert.equal(pages.length, 13);
    for (const file of pages) {
      const text = readFileSync(join(tree, `docs/quick-start/${file}.md`), 'utf8');
      assert.doesNotMatch(text, /@[A-Z_]+@/, file);
      for (const part of [/[Cc]onnect/, /[Ss]ign.in/, /[Ff]irst query/, /[Ll]ive updates/, /## Offline/]) assert.match(text, part, `${file} ${part}`);
      assert.ok(text.split('\n').length < 110, `${file} is a page`);
    }
  });

  const grammars = { flutter: ['dart', 'dart'], android: ['kotlin', 'kotlin'], ios: ['swift', 'swift'], dotnet: ['csharp', 'c_sharp'] };
  for (const [file, [language, grammar]] of Object.entries(grammars)) {
    test(`${file} is ${language}`, async (t) => {
      const tree = await treeOf('trial', t);
      const blocks = blocksOf(readFileSync(join(tree, `docs/quick-start/${file}.md`), 'utf8'), language, { name: 'trial' });
      assert.ok(blocks.length > 3);
      for (const text of language === 'csharp' ? [blocks.join('')] : blocks) assert.deepEqual(faultsOf(await parse(grammar, text), text), []);
    });
  }

  test('vue, angular and React Native are TypeScript', async (t) => {
    const tree = await treeOf('trial', t);
    const ts = createRequire(join(await packages(), 'package.json'))('typescript');
    const page = (file) => readFileSync(join(tree, `docs/quick-start/${file}.md`), 'utf8');
    const vue = /<script setup lang="ts">\n([\s\S]*)<\/script>/.exec(blocksOf(page('vue'), 'vue', { name: 'trial' })[0])[1];
    const angular = blocksOf(page('angular'), 'ts', { name: 'trial' })[1];
    const programs = [['vue.ts', vue], ['angular.ts', angular], ...blocksOf(page('react_native'), 'tsx', { name: 'trial' }).map((text, i) => [`native${i}.tsx`, text])];
    assert.equal(programs.length, 4);
    for (const [fileName, text] of programs) {
      const { diagnostics } = ts.transpileModule(text, { fileName, reportDiagnostics: true, compilerOptions: { experimentalDecorators: true, jsx: ts.JsxEmit.ReactJSX, target: ts.ScriptTarget.ES2022 } });
      assert.deepEqual(diagnostics.map(({ messageText }) => messageText), [], fileName);
    }
  });
});
