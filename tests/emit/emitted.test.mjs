// What is emitted, from a model with hostile names and texts: it compiles without a warning, its tables
// agree with each other and with the database, its documents can be read by those they are for.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { generator } from '../lib/builds.mjs';
import { importFrom, installPackages } from '../lib/packages.mjs';
import { filesBelow, fixtureIn, here, root, warnings } from './tools.mjs';

describe('emitted tree', () => {
  let folder;
  let tree;
  const text = (path) => readFileSync(join(tree, path), 'utf8');

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-emit-'));
    tree = join(folder, 'tree');
    const result = fixtureIn(folder)('commit', tree);
    assert.equal(result.status, 0, result.stderr);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const emittedSources = () => [...filesBelow(join(tree, 'classes')).map((name) => `classes/${name}`),
    'app.c', 'graphql.c', 'hook_table.c', 'hooks_default.c', 'migrations.c', 'routes.c', 'sample.c'].filter((path) => path.endsWith('.c'));

  for (const compiler of ['gcc', 'clang']) {
    test(`${compiler} compiles every file without a warning`, () => {
      execFileSync(compiler, [...warnings, '-iquote', '.', '-iquote', 'runtime', '-fsyntax-only', ...emittedSources()], { cwd: tree });
    });

    test(`${compiler} takes the headers of all classes at once: no two want the same name`, () => {
      const headers = filesBelow(join(tree, 'classes')).filter((name) => name.endsWith('.h'));
      writeFileSync(join(folder, 'all.c'), headers.map((name) => `#include "classes/${name}"\n`).join(''));
      execFileSync(compiler, [...warnings, '-iquote', '.', '-iquote', 'runtime', '-fsyntax-only', join(folder, 'all.c')], { cwd: tree });
    });
  }

  test('the tables agree with each other, with their texts and with the database', () => {
    const program = join(folder, 'tables');
    execFileSync('gcc', [...warnings, '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-iquote',
      '.', '-iquote', 'runtime', '-o', program, join(here, 'tables.c'), ...emittedSources(), '-lsqlite3'], { cwd: tree });
    const words = ['*/ int x; /*', '"; exit(1); //', '??' + '/', 'a\nb\rc\td', "it's", '| cell | `code` <b>', '病',
      '\'); DROP TABLE "Everything"; --', '\\', '%s%n', '$(rm -rf .)', '@NAME@'];
    const hex = (list) => list.map((word) => Buffer.from(word).toString('hex'));
    const said = execFileSync(program, hex([...words, 'other', '??', '']), { encoding: 'utf8' }).trimEnd().split('\n');
    const after_ = (word) => said.filter((line) => line.startsWith(word)).map((line) => line.slice(word.length));

    assert.deepEqual(after_('may be '), hex(words));
    assert.equal(JSON.parse(after_('default ')[0]), '*/ ??' + '/ " \n \\ \'');
    assert.equal(JSON.parse(after_('sample ').join('')).objects.length, 0);
    // In Parse's order of operations: everyone, signed in, principals, pointer fields.
    assert.deepEqual(after_('permission '), ['0 1 0 0 0', '1 0 1 2 0', '2 0 0 0 0', '3 0 0 0 0', '4 0 0 0 1',
      '5 0 0 0 0', '6 0 0 0 0']);
    // A field with aliases under each of its names; a GeoPoint takes two columns, a Relation none.
    assert.deepEqual(after_('write '), ['head', 'string 4 ,"text":', 'string 4 ,"writing":', 'string 4 ,"body":',
      'number 5 ,"number":', 'boolean 6 ,"flag":', 'date 7 ,"when":', 'json 8 ,"tree":', 'array 9 ,"list":',
      '_User 10 ,"owner":', '_User -1 ,"others":', 'file 11 ,"file":', 'geopoint 12 ,"place":',
      'polygon 14 ,"area":', 'bytes 15 ,"bytes":', 'string 16 ,"select":', 'Everything 17 ,"parent":',
      'number 18 ,"lengthy":', 'acl']);
  });

  test('the runtime is copied byte for byte', () => {
    const files = filesBelow(join(root, 'templates/runtime'));
    assert.deepEqual(filesBelow(join(tree, 'runtime')), files);
    for (const name of files) {
      assert.ok(readFileSync(join(root, 'templates/runtime', name)).equals(readFileSync(join(tree, 'runtime', name))), name);
    }
  });

  test('the runtime keeps out of the names that classes take', () => {
    for (const name of filesBelow(join(tree, 'runtime'))) {
      assert.doesNotMatch(text(`runtime/${name}`), /^(?!static|struct \w+( \{|;))\w.*\b(\w+_(model|codec|access|checks|notices)|application|application_\w+)\b *[[(={;]/m, name);
      assert.doesNotMatch(text(`runtime/${name}`), /^(struct|union|enum) \w+_object \{/m, name);
      assert.doesNotMatch(text(`runtime/${name}`), /^(?!static)\w.*\b[a-z]\w*_handle_\w+\(/m, name);
    }
  });

  test('the SQL file holds the statements of migrations.c', () => {
    const sql = text('migrations/0001_initial.sql').replaceAll(/^--.*\n/gm, '').split(';\n').map((one) => one.trim());
    const array = text('migrations.c').match(/migration_1\[\] = \{\n(.*?)\n\};/s)[1];
    const statements = array.split(/[)"],\n/).map((literals) => {
      const bytes = literals.match(/'\\\d{3}'/g);
      if (bytes) return bytes.map((byte) => String.fromCharCode(parseInt(byte.slice(2, 5), 8))).join('');
      return `${literals}"`.match(/"(?:\\.|[^"\\])*"/g).map((literal) => JSON.parse(literal)).join('');
    });
    assert.ok(statements.length > 40);
    assert.equal(statements.length, sql.length - 1);
    statements.forEach((statement, i) => assert.equal(statement, sql[i]));
  });

  test('the model for front ends is JSON, whatever a text holds, and has the fields that the tables have', () => {
    const { classes, title } = JSON.parse(text('api/model.json'));
    assert.equal(title, JSON.parse(text('api/openapi.json')).info.title);
    const everything = classes.find(({ name }) => name === 'Everything');
    const words = everything.fields.find(({ oneOf }) => oneOf).oneOf;
    for (const word of ['*/ int x; /*', '"; exit(1); //', 'a\nb\rc\td', '病', '\\', '%s%n', '@NAME@']) assert.ok(words.includes(word), word);
    for (const { name, type, target } of everything.fields) assert.ok(type !== 'Pointer' || target, name);
    assert.ok(classes.every(({ name }) => !name.startsWith('_')));
  });

  test('places are shown by the base name of the input', () => {
    for (const path of filesBelow(tree).filter((name) => !name.startsWith('runtime/'))) {
      assert.doesNotMatch(text(path), /some\/|where\//, path);
    }
    assert.match(text('classes/everything/model.h'), /class Everything \(schema\.json:4\)/);
  });

  test('no hole of a template is left open, and none is filled within a value', () => {
    for (const path of ['Makefile', 'README.md', '.gitignore', 'api/openapi.json']) {
      assert.doesNotMatch(text(path).replaceAll('"@NAME@"', ''), /@[A-Z_]+@/, path);
    }
    assert.ok(text('api/openapi.json').includes('"@NAME@"'));
  });
});

describe('emitted documents', () => {
  let folder;
  let tree;
  const text = (path) => readFileSync(join(tree, path), 'utf8');

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-emit-'));
    tree = join(folder, 'tree');
    assert.equal(fixtureIn(folder)('commit', tree).status, 0);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('openapi.json is valid OpenAPI 3.1, and every reference leads somewhere', async () => {
    const { Validator } = await importFrom(await installPackages(here, 'emit-test'), '@seriousme/openapi-schema-validator');
    const document = JSON.parse(text('api/openapi.json'));
    const validator = new Validator();
    const result = await validator.validate(structuredClone(document));
    assert.ok(result.valid, JSON.stringify(result.errors));
    assert.equal(validator.version, '3.1');

    let references = 0;
    const follow = (value) => {
      if (typeof value !== 'object' || value === null) return;
      if (typeof value.$ref === 'string') {
        references++;
        const target = value.$ref.slice(2).split('/').reduce((at, key) => at?.[key], document);
        assert.ok(target, value.$ref);
      }
      Object.values(value).forEach(follow);
    };
    follow(document);
    assert.ok(references > 100);

    const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
      .map((operation) => operation.operationId).filter(Boolean);
    assert.equal(new Set(operations).size, operations.length);
  });

  test('openapi.json has the paths and the constraints of the model', () => {
    const { paths, components: { schemas } } = JSON.parse(text('api/openapi.json'));
    for (const path of ['/classes/Everything', '/classes/Everything/{objectId}', '/users', '/users/{objectId}',
      '/users/me', '/login', '/logout', '/sessions', '/roles', '/batch', '/health']) {
      assert.ok(paths[path], path);
    }
    const { properties } = schemas['Everything.fields'];
    assert.equal(properties.text.enum[0], '*/ int x; /*');
    assert.equal(properties.number.default, 1.5);
    assert.deepEqual(properties.list.items, { type: 'string' });
    assert.equal(properties.place.$ref, '#/components/schemas/parse.GeoPoint');
    assert.ok(properties.writing.description.includes('text'));
    // text has a default, so that only the pointer must be given.
    assert.deepEqual(schemas['Everything.create'].allOf.slice(2), [{ required: ['owner'] }]);
  });

  test('the ER diagram follows the grammar of Mermaid', () => {
    const [, diagram] = text('docs/er.md').match(/```mermaid\nerDiagram\n([\s\S]*?)```\n$/);
    const entities = new Set();
    let open = false;
    for (const line of diagram.trimEnd().split('\n')) {
      if (open && line === '    }') open = false;
      else if (open) {
        assert.match(line, /^ {8}[A-Z]\w+ (?!(PK|FK|UK)\b)[A-Za-z_]\w*( (PK|FK|UK)(, UK)?)?( "required")?$/);
      } else if (/^ {4}"\w+" \{$/.test(line)) {
        entities.add(line.split('"')[1]);
        open = true;
      } else {
        const [, from, to] = line.match(/^ {4}"(\w+)" \}o--(?:\|\||o\||o\{) "(\w+)" : "\w+"$/) ?? assert.fail(line);
        assert.ok(entities.has(from) && entities.has(to), line);
      }
    }
    assert.equal(open, false);
    assert.match(diagram, /"Everything" \}o--\|\| "_User" : "owner"/);
    assert.match(diagram, /"Everything" \}o--o\{ "_User" : "others"/);
  });

  test('the picture of the classes has a box for each, none over another, and a line for each pointer', () => {
    const picture = text('docs/er.svg');
    const [, width, height] = picture.match(/viewBox="0 0 (\d+) (\d+)"/).map(Number);
    const boxes = [...picture.matchAll(/<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)" rx[^>]*>\n<text[^>]*>(\w+)</g)]
      .map(([, x, y, w, h, name]) => ({ name, left: Number(x), top: Number(y), right: Number(x) + Number(w), bottom: Number(y) + Number(h) }));
    assert.deepEqual(['_User', 'Empty', 'Everything', 'Object', 'Wide'].filter((name) => !boxes.some((box) => box.name === name)), []);
    assert.ok(boxes.length > 20 && !boxes.some(({ name }) => name === '_Session'));
    for (const [i, one] of boxes.entries()) {
      assert.ok(one.right <= width && one.bottom <= height, one.name);
      for (const other of boxes.slice(i + 1)) {
        assert.ok(one.right < other.left || other.right < one.left || one.bottom < other.top || other.bottom < one.top, `${one.name} ${other.name}`);
      }
    }
    // To users, to users again (a relation, with two heads) and to itself.
    assert.equal(picture.match(/marker-end="url\(#one\)"/g).length, 2);
    assert.ok(picture.match(/marker-end="url\(#many\)"/g).length >= 2);
    assert.match(picture, /… 370 more/);
    // As XML: each element is closed, and nothing is styled inline, which the pages' policy forbids.
    const open = [];
    for (const [, end, name, own] of picture.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
      if (end) assert.equal(open.pop(), name);
      else if (!own) open.push(name);
    }
    assert.deepEqual(open, []);
    assert.doesNotMatch(picture, /style=|<style|&(?!amp;|lt;|gt;)/);
  });

  test('the dictionary is whole tables: free text opens no cell and no markup', () => {
    const dictionary = text('docs/dictionary.md');
    const rows = dictionary.split('\n').filter((line) => line.startsWith('|'));
    assert.ok(rows.length > 400);
    for (const row of rows) assert.equal(row.replaceAll('\\|', '').split('|').length, 11, row);
    assert.doesNotMatch(dictionary, /<b>/);
    assert.match(dictionary, /\| text \| String \| yes \|/);
    assert.match(dictionary, /\| writing, body \|/);
    assert.match(dictionary, /find: signed-in users, role:"staff", abc/);
    assert.deepEqual(readdirSync(join(tree, 'docs')), ['access.md', 'compliance.md', 'dictionary.md', 'er.md', 'er.svg', 'faq.md', 'quick-start']);
  });
});

test('lines of the picture stay beside the boxes, however many classes they lead to', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-picture-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const to = (name) => ({ type: 'Pointer', targetClass: name });
  const leaves = Array.from({ length: 200 }, (_, i) => `Leaf${i}`);
  const classes = [['Middle', { leaf: to('Leaf0') }], ...leaves.map((leaf) => [leaf, { text: { type: 'String' } }]),
    ...leaves.map((leaf) => [`To${leaf}`, { middle: to('Middle'), leaf: to(leaf) }])];
  writeFileSync(join(folder, 'schema.json'), JSON.stringify({ classes: classes.map(([className, fields]) => ({ className, fields })) }));
  execFileSync(generator, ['generate', '--schema', join(folder, 'schema.json'), '--name', 'wide', '--access', 'owner', '--out', join(folder, 'tree')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const picture = readFileSync(join(folder, 'tree/docs/er.svg'), 'utf8');
  const left = [...picture.matchAll(/<rect x="(\d+)" y="\d+" width="(\d+)" height="\d+" rx/g)].map(([, x, width]) => [Number(x), Number(x) + Number(width)]);
  const lanes = [...picture.matchAll(/<path d="M\d+ \d+H(\d+)V\d+H(\d+)V/g)].flatMap(([, down, up]) => [Number(down), Number(up)]);
  assert.ok(lanes.length >= 2 * leaves.length - 2, `${lanes.length}`);
  for (const x of lanes) assert.ok(left.every(([from, end]) => x < from || x > end), `a line at ${x} goes down over boxes`);
  for (const x of lanes) assert.ok(x < Number(picture.match(/viewBox="0 0 (\d+)/)[1]), `${x}`);
});
