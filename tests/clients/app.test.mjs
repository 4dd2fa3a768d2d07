// The starter app stands on the typed clients that are emitted of the templates: what is committed is what is emitted
// now, the app compiles with it under strict options, and a name that a schema does not have any more does not compile.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { findBuild, root, run, templates } from '../lib/builds.mjs';
import { committed, emittedFiles } from './app_clients.mjs';
import { assertQuiet, packages } from './world.mjs';

const web = join(root, 'templates/web');

/** Fields of each template that its part speaks of: in a form, on a card, in a query, in a piece that parts share. */
const RENAMED = {
  trial: ['protocolId', 'conversationId'],
  portal: ['reportedAt', 'endDate'],
  phr: ['nextDoseDate', 'administeredAt'],
  behavioral: ['responseAction', 'patientHistory'],
};

/** The client of a template in whose schema and prompt fields are called otherwise. */
function renamedClient(template, fields, folder) {
  const inputs = Object.fromEntries(['schema', 'spec'].map((input) => {
    const path = findBuild(template)[input];
    const before = readFileSync(join(root, path), 'utf8');
    const after = fields.reduce((text, field) => text.replaceAll(new RegExp(`(?<!\\w)${field}(?!\\w)`, 'g'), `${field}Renamed`), before);
    const copy = join(folder, `${template}.${path.split('.').pop()}`);
    writeFileSync(copy, after);
    return [input, copy];
  }));
  const text = emittedFiles(template, inputs)[`${template}.ts`];
  for (const field of fields) assert.match(text, new RegExp(`\\b${field}Renamed\\b`));
  return text;
}

async function compile(folder) {
  return run(process.execPath, [join(await packages(), 'node_modules/typescript/bin/tsc'), '--project', folder], { cwd: root });
}

/** A copy of the app, where its libraries are found; the test removes it. */
function copyOfApp(test) {
  const folder = mkdtempSync(join(root, 'build/web/app-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const path of ['app', 'package.json']) cpSync(join(web, path), join(folder, path), { recursive: true });
  return join(folder, 'app');
}

describe('the typed clients of the starter app', () => {
  before(async () => {
    const { code, stdout, stderr } = await run('templates/web/libraries.sh', [], { cwd: root });
    assert.equal(code, 0, stdout + stderr);
  });

  for (const template of templates) {
    test(`are what is emitted of ${template} now (make expected)`, () => {
      for (const [file, text] of Object.entries(emittedFiles(template))) assert.equal(readFileSync(join(committed, file), 'utf8'), text, file);
    });
  }

  test('are what its parts compile with, and one of one’s own as the page about starter apps has it', async (t) => {
    const app = copyOfApp(t);
    const page = readFileSync(join(root, 'docs/starter-apps.md'), 'utf8');
    const example = (kind) => new RegExp('```' + kind + '\\n([^]*?)```').exec(page)[1];
    cpSync(join(root, 'tests/emit/expected/ward/clients/typescript/classes.ts'), join(app, 'client/ward.ts'));
    writeFileSync(join(app, 'parts/ward.tsx'), example('tsx'));
    const parts = join(app, 'parts.ts');
    writeFileSync(parts, readFileSync(parts, 'utf8').replace("  { name: 'plain'", `${example('ts')}  { name: 'plain'`));
    assertQuiet(await compile(app));
  });

  test('have a part that speaks of a field by a name that is no more', async (t) => {
    const app = copyOfApp(t);
    for (const [template, fields] of Object.entries(RENAMED)) {
      writeFileSync(join(app, 'client', `${template}.ts`), renamedClient(template, fields, join(app, '..')));
    }
    const { code, stdout } = await compile(app);
    assert.notEqual(code, 0);
    for (const [template, fields] of Object.entries(RENAMED)) {
      for (const field of fields) assert.match(stdout, new RegExp(`/parts/${template}\\w*\\.tsx\\(\\d.*(\\n .*)*\\b${field}\\b`), `${template}: ${field}\n${stdout}`);
    }
  });
});
