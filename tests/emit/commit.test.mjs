// Bringing a folder in line with what is emitted: what is written, what is left alone, what is refused.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { filesBelow, fixtureIn, snapshot, temporaryFolder } from './tools.mjs';

describe('output', () => {
  let folder;
  let emit;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-emit-'));
    emit = fixtureIn(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** A freshly emitted tree. */
  function emitted(t, options) {
    const tree = join(temporaryFolder(t), 'deep/er/tree');
    const result = emit('commit', tree, options);
    assert.equal(result.status, 0, result.stderr);
    return tree;
  }

  test('the manifest lists every file but itself, with hashes that b2sum confirms', (t) => {
    const tree = emitted(t);
    const listed = readFileSync(join(tree, 'GENERATED'), 'utf8').trimEnd().split('\n').map((line) => line.slice(66));
    assert.deepEqual(listed, filesBelow(tree).filter((path) => path !== 'GENERATED'));
    execFileSync('b2sum', ['--check', '--strict', '--quiet', 'GENERATED'], { cwd: tree });
  });

  test('a second run touches nothing', (t) => {
    const tree = emitted(t);
    const first = snapshot(tree);
    assert.equal(emit('commit', tree).status, 0);
    assert.deepEqual(snapshot(tree), first);
  });

  test('a change rewrites only the files that it concerns, and deletes orphans', (t) => {
    const tree = emitted(t);
    const first = snapshot(tree);
    assert.equal(emit('commit', tree, ['--without-extra']).status, 0);
    const second = snapshot(tree);
    assert.ok(first['classes/extra/model.c'] && !second['classes/extra/model.c'] && !second['classes/extra/model.h']);
    assert.deepEqual(second['classes/everything/model.c'], first['classes/everything/model.c']);
    assert.notEqual(second['app.c'].text, first['app.c'].text);
    for (const path of Object.keys(second)) {
      if (second[path].text === first[path].text) assert.equal(second[path].changed, first[path].changed, path);
    }
    execFileSync('b2sum', ['--check', '--strict', '--quiet', 'GENERATED'], { cwd: tree });
  });

  test('nothing is written or deleted through a link among the folders, whatever the manifest says', (t) => {
    const tree = emitted(t);
    const elsewhere = temporaryFolder(t);
    cpSync(join(tree, 'classes/extra'), join(elsewhere, 'extra'), { recursive: true });
    const before = snapshot(elsewhere);
    rmSync(join(tree, 'classes/extra'), { recursive: true });
    symlinkSync(join(elsewhere, 'extra'), join(tree, 'classes/extra'));
    for (const options of [['--without-extra'], []]) {
      const { status, stderr } = emit('commit', tree, options);
      assert.notEqual(status, 0);
      assert.match(stderr, /classes\/extra: a link, where there has to be a folder; nothing was written/);
    }
    assert.deepEqual(snapshot(elsewhere), before);
    rmSync(join(tree, 'classes/extra'));
    symlinkSync(join(elsewhere, 'nowhere'), join(tree, 'classes/extra'));
    assert.notEqual(emit('commit', tree).status, 0);
    assert.equal(existsSync(join(elsewhere, 'nowhere')), false);
  });

  test('hand edits are all named, and nothing is written', (t) => {
    const tree = emitted(t);
    appendFileSync(join(tree, 'app.c'), '/* mine */\n');
    appendFileSync(join(tree, 'classes/extra/model.c'), '/* mine */\n');
    const edited = snapshot(tree);
    const result = emit('commit', tree, ['--without-extra']);
    assert.equal(result.status, 1);
    assert.match(result.stderr, /app\.c: edited by hand/);
    assert.match(result.stderr, /classes\/extra\/model\.c: to be deleted, but edited by hand/);
    assert.doesNotMatch(result.stderr, /everything/);
    assert.deepEqual(snapshot(tree), edited);
  });

  test('a file that was not generated is never overwritten', (t) => {
    const tree = join(temporaryFolder(t), 'tree');
    mkdirSync(tree);
    writeFileSync(join(tree, 'Makefile'), 'mine:\n');
    const result = emit('commit', tree);
    assert.equal(result.status, 1);
    assert.match(result.stderr, /Makefile: in the way/);
    assert.deepEqual(filesBelow(tree), ['Makefile']);
  });

  test('files beside the generated ones stay, and the folders that hold them', (t) => {
    const tree = emitted(t);
    writeFileSync(join(tree, 'hooks.c'), '');
    writeFileSync(join(tree, 'classes/notes.txt'), '');
    assert.equal(emit('compare', tree).status, 0);
    assert.equal(emit('commit', tree, ['--without-extra']).status, 0);
    assert.ok(existsSync(join(tree, 'hooks.c')) && existsSync(join(tree, 'classes/notes.txt')));
  });

  test('a deleted file comes back', (t) => {
    const tree = emitted(t);
    const first = snapshot(tree);
    rmSync(join(tree, 'docs'), { recursive: true });
    assert.equal(emit('commit', tree).status, 0);
    assert.equal(snapshot(tree)['docs/er.md'].text, first['docs/er.md'].text);
  });

  test('a commit that was cut off is taken up by the next', (t) => {
    // What is on disk between the first write and the last: a manifest of both, some files of each.
    const tree = emitted(t);
    const next = emitted(t, ['--without-extra']);
    const lines = (path) => readFileSync(join(path, 'GENERATED'), 'utf8').trimEnd().split('\n');
    const both = [...new Set([...lines(tree), ...lines(next)])];
    writeFileSync(join(tree, 'GENERATED'), `${both.join('\n')}\n`);
    writeFileSync(join(tree, 'app.c'), readFileSync(join(next, 'app.c')));
    const third = emit('commit', tree, ['--without-extra', '--access=public']);
    assert.equal(third.status, 0, third.stderr);
    const reference = snapshot(emitted(t, ['--without-extra', '--access=public']));
    const texts = (files) => Object.fromEntries(Object.entries(files).map(([path, file]) => [path, file.text]));
    assert.deepEqual(texts(snapshot(tree)), texts(reference));
  });

  test('compare names what is missing, different and extra, and writes nothing', (t) => {
    const tree = emitted(t);
    assert.deepEqual(emit('compare', tree), { status: 0, stdout: '', stderr: '' });
    rmSync(join(tree, 'server.c'));
    appendFileSync(join(tree, 'README.md'), 'more\n');
    const before_ = snapshot(tree);
    const result = emit('compare', tree, ['--without-extra']);
    assert.equal(result.status, 1);
    const said = result.stdout.trimEnd().split('\n');
    for (const line of ['missing: server.c', 'differs: README.md', 'differs: app.c', 'extra: classes/extra/model.c']) {
      assert.ok(said.includes(line), `${line} in ${said}`);
    }
    assert.ok(!said.includes('differs: classes/everything/model.c'));
    assert.deepEqual(snapshot(tree), before_);
    const absent = emit('compare', join(tree, 'absent'));
    assert.equal(absent.status, 1);
    assert.match(absent.stdout, /missing: app\.c/);
    assert.ok(!existsSync(join(tree, 'absent')));
  });

  for (const [what, line] of [
    ['a path that leads out of the folder', `${'0'.repeat(64)}  ../victim\n`],
    ['an absolute path', `${'0'.repeat(64)}  /tmp/victim\n`],
    ['itself', `${'0'.repeat(64)}  GENERATED\n`],
    ['a short hash', `${'0'.repeat(63)}  app.c\n`],
    ['half a line', `${'0'.repeat(64)}  app.c`],
    ['no manifest at all', 'hello\n'],
  ]) {
    test(`a manifest with ${what} is refused`, (t) => {
      const tree = emitted(t);
      writeFileSync(join(tree, 'GENERATED'), line);
      const result = emit('commit', tree);
      assert.equal(result.status, 2);
      assert.match(result.stderr, /GENERATED: not a manifest/);
    });
  }

  test('a file where a folder must be is an error, and nothing is written', (t) => {
    const tree = emitted(t);
    rmSync(join(tree, 'classes'), { recursive: true });
    writeFileSync(join(tree, 'classes'), '');
    const files = snapshot(tree);
    const result = emit('commit', tree, ['--without-extra']);
    assert.equal(result.status, 2);
    assert.match(result.stderr, /classes/);
    assert.deepEqual(snapshot(tree), files);
  });

  test('a temporary file that cannot be written is an error, and nothing is written', (t) => {
    const tree = join(temporaryFolder(t), 'tree');
    const limited = spawnSync('sh', ['-c', 'trap "" XFSZ; ulimit -f 8; exec "$@"', 'sh', join(folder, 'fixture'), 'commit', tree], { encoding: 'utf8' });
    assert.equal(limited.status, 2);
    assert.match(limited.stderr, /temporary file: File too large/);
    assert.equal(existsSync(tree), false);
  });

  test('clock, time zone, locale, environment and folder leave no trace', (t) => {
    const away = temporaryFolder(t);
    const one = join(away, 'one');
    const two = join(away, 'a b', 'two');
    const elsewhere = { cwd: away, env: { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR', HOME: away } };
    assert.equal(emit('commit', one).status, 0);
    assert.equal(emit('commit', two, [], elsewhere).status, 0);
    execFileSync('diff', ['-r', one, two]);
  });
});
