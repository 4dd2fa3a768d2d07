// Bringing a folder in line with what is emitted: what is written, what is left alone, what is refused.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, symlinkSync, watch, writeFileSync,
} from 'node:fs';
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

  /** The fixture where files may not be longer than 4 KB. */
  const limited = (tree, options = []) => spawnSync('sh', ['-c', 'trap "" XFSZ; ulimit -f 8; exec "$@"', 'sh',
    join(folder, 'fixture'), 'commit', tree, ...options], { encoding: 'utf8' });

  test('a temporary file that cannot be written is an error, and nothing is written', (t) => {
    const tree = emitted(t);
    const files = snapshot(tree);
    const { status, stderr } = limited(tree, ['--access=public', '--without-extra']);
    assert.equal(status, 2);
    assert.match(stderr, /temporary file: File too large/);
    assert.deepEqual(snapshot(tree), files);
  });

  test('a new tree that cannot be written is an error, and nothing of it stays', (t) => {
    const away = temporaryFolder(t);
    const { status, stderr } = limited(join(away, 'tree'));
    assert.equal(status, 2);
    assert.match(stderr, /File too large/);
    assert.deepEqual(readdirSync(away), []);
  });

  test('a new tree is there as a whole or not at all', async (t) => {
    const away = temporaryFolder(t);
    const tree = join(away, 'tree');
    const missing = [];
    let seen = false;
    const watcher = watch(away, (_, name) => {
      if (name !== 'tree' || seen) return;
      seen = true;
      const listed = readFileSync(join(tree, 'GENERATED'), 'utf8').trimEnd().split('\n').map((line) => line.slice(66));
      missing.push(...listed.filter((path) => !existsSync(join(tree, path))));
    });
    t.after(() => watcher.close());
    const [status] = await once(spawn(join(folder, 'fixture'), ['commit', tree], { stdio: 'ignore' }), 'exit');
    assert.equal(status, 0);
    while (!seen) await once(watcher, 'change');
    assert.deepEqual(missing, []);
  });

  test('what has the name of a new tree by the time that it is complete stays', (t) => {
    const away = temporaryFolder(t);
    symlinkSync('nowhere', join(away, 'tree'));
    const { status, stderr } = emit('commit', join(away, 'tree'));
    assert.equal(status, 2);
    assert.match(stderr, /tree: Not a directory/);
    assert.deepEqual(readdirSync(away), ['tree']);
    assert.equal(readlinkSync(join(away, 'tree')), 'nowhere');
  });

  test('what a run that was cut off left beside a new tree is in nobody\'s way', (t) => {
    const away = temporaryFolder(t);
    const script = 'mkdir "tree.$$.tmp" && touch "tree.$$.tmp/app.c" && exec "$0" commit tree/';
    const { status, stderr } = spawnSync('sh', ['-c', script, join(folder, 'fixture')], { cwd: away, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const [tree, left] = readdirSync(away).sort();
    assert.equal(tree, 'tree');
    assert.deepEqual(filesBelow(join(away, left)), ['app.c']);
    execFileSync('b2sum', ['--check', '--strict', '--quiet', 'GENERATED'], { cwd: join(away, 'tree') });
  });

  const unfinished = '.caregen-unfinished';

  test('what a run that was killed left beside a new tree, the next one clears away', async (t) => {
    const away = temporaryFolder(t);
    const tree = join(away, 'tree');
    const killed = spawn(join(folder, 'fixture'), ['commit', tree, '--classes=5000'], { stdio: 'ignore' });
    const ended = once(killed, 'exit');
    const stage = `${tree}.${killed.pid}.tmp`;
    const made = watch(away);
    while (!existsSync(stage)) await once(made, 'change');
    made.close();
    const filled = watch(stage);
    while (readdirSync(stage).length < 3) await once(filled, 'change');
    filled.close();
    killed.kill('SIGKILL');
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    assert.deepEqual(readdirSync(away), [`tree.${killed.pid}.tmp`]);
    symlinkSync(folder, join(stage, 'elsewhere'));
    assert.deepEqual(emit('commit', `${tree}/`), { status: 0, stdout: '', stderr: '' });
    assert.deepEqual(readdirSync(away), ['tree']);
    assert.ok(existsSync(join(folder, 'fixture')), 'a link was followed');
    assert.ok(!existsSync(join(tree, unfinished)));
  });

  test('what somebody is still at, and what is only called like that, stays', async (t) => {
    const away = temporaryFolder(t);
    const left = ['tree.1.tmp', 'tree.tmp', 'tree.2.tmp.old', 'trees.3.tmp', 'tree.4.x.tmp', 'elsewhere', 'tree.5.tmp'];
    for (const name of left) {
      mkdirSync(join(away, name));
      writeFileSync(join(away, name, 'work.c'), '');
      if (name !== 'tree.1.tmp') writeFileSync(join(away, name, unfinished), '');
    }
    symlinkSync('elsewhere', join(away, 'tree.6.tmp'));
    const holder = spawn('flock', [join(away, 'tree.5.tmp'), 'sh', '-c', 'echo held; read line'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    assert.equal(emit('commit', join(away, 'tree')).status, 0);
    assert.deepEqual(readdirSync(away).sort(), [...left, 'tree', 'tree.6.tmp'].sort());
    for (const name of left) assert.ok(existsSync(join(away, name, 'work.c')), name);
    holder.stdin.end();
    await once(holder, 'exit');
    rmSync(join(away, 'tree'), { recursive: true });
    assert.equal(emit('commit', join(away, 'tree')).status, 0);
    assert.deepEqual(readdirSync(away).sort(), [...left.filter((name) => name !== 'tree.5.tmp'), 'tree', 'tree.6.tmp'].sort());
  });

  test('emitters that run at the same time share nothing that changes', (t) => {
    const away = temporaryFolder(t);
    const threaded = fixtureIn(away, 'thread');
    for (const options of [[], ['--without-extra'], ['--access=public']]) {
      assert.deepEqual(threaded('commit', join(away, 'tree'), options), { status: 0, stdout: '', stderr: '' });
    }
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
