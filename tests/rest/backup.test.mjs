// Backups: made under load and cut off at any time, they hold all that was answered before, or are none; what is
// damaged, another app's or newer is not restored; and nothing is written over.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, closeSync, copyFileSync, cpSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { backupsIn, command, done, filesIn, folders as makeFolders, idOf, keys, newest, patientOf, program, readAll, refused, restoredInto, start, titlesIn, until } from '../lib/backups.mjs';
import { buildServer, findBuild, root, run } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { assertStatus, unique } from '../lib/rest.mjs';

const { path: folders, newFolder, notThere, clear } = makeFolders('backups');
after(clear);

/** Restores into a new folder, puts the keys of `from` there, and returns it. */
const restored = (backups, from, ...words) => restoredInto(notThere(), backups, from, ...words);

/** Writes the sums of a manifest anew, as somebody would who changes a backup on purpose. */
function sign(folder, change = (text) => text) {
  const path = join(folder, 'manifest');
  const lines = change(readFileSync(path, 'utf8')).split('\n').filter((line) => line && !line.startsWith('# end'));
  const summed = lines.map((line) => {
    const [, name] = /^[0-9a-f]{64} {2}(.*)$/.exec(line) ?? [];
    const file = name && join(folder, name);
    return file && existsSync(file) ? `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${name}` : line;
  });
  const text = `${summed.join('\n')}\n`;
  writeFileSync(path, `${text}# end ${createHash('sha256').update(text).digest('hex')}\n`);
}

function flip(path, at = Math.floor(statSync(path).size / 2)) {
  const bytes = readFileSync(path);
  bytes[at] ^= 0x10;
  writeFileSync(path, bytes);
}

/** Runs the command with files that may not grow beyond so many blocks of 512 bytes. */
const within = (blocks, ...words) => run('sh', ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, program(), ...words]);

describe('backups', differs('these are our server\'s own ways'), () => {
  let data; // a folder that a server has filled and left
  let titles; // of the documents in it
  let backups; // with one backup of it
  const copyOf = (folder) => {
    const copy = newFolder();
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    return copy;
  };

  before(async () => {
    await buildServer('files');
    data = newFolder();
    const server = await start(data);
    const { save } = await patientOf(server);
    for (let i = 0; i < 3; i++) await save();
    titles = await readAll(server);
    await server.stop();
    backups = notThere();
    await done('backup', backups, '--data', data);
  });

  test('under load have all that was answered before, and nothing half', { timeout: 600000 }, async () => {
    const live = newFolder();
    const server = await start(live, { arguments: ['--sweep-seconds', '1', '--orphan-seconds', '1'] });
    const patients = await Promise.all([1, 2, 3, 4].map(() => patientOf(server)));
    const saved = new Map(); // title → when it was answered
    const removing = new Map(); // title → when it was begun
    const removed = new Map(); // title → when it was answered
    let loads = true;
    const load = async ({ api, save, upload, remove }) => {
      const own = [];
      try {
        for (let i = 0; loads; i++) {
          const document = await save();
          saved.set(document.title, Date.now());
          own.push(document);
          if (i % 3 === 0) {
            const gone = own.shift();
            removing.set(gone.title, Date.now());
            assertStatus(await remove(gone), 200);
            removed.set(gone.title, Date.now());
          }
          // An upload that nothing names goes at the next pass; this one at once.
          assertStatus(await api.call('DELETE', `/files/${await upload(unique('x'))}`, { master: true }), 200);
          await upload(unique('orphan'));
        }
      } catch (error) {
        if (loads || !/ECONNRE|socket hang up/.test(`${error.code} ${error.message}`)) throw error;
      }
    };
    const running = patients.map(load);
    const folder = notThere();
    const made = [];
    for (let i = 0; i < 4; i++) {
      await until('writes', () => saved.size > 20 * (i + 1));
      const began = Date.now();
      const said = await done('backup', folder, '--data', live);
      made.push({ began, ended: Date.now(), name: basename(newest(folder)), copied: Number(/of them (\d+) files/.exec(said)[1]) });
    }
    const stop = Promise.all(running);
    loads = false;
    await server.kill();
    await stop;
    assert.ok(removed.size > 10);
    for (const { began, ended, name } of made) {
      const at = `${name.slice(0, 4)}-${name.slice(4, 6)}-${name.slice(6, 8)}T${name.slice(9, 11)}:${name.slice(11, 13)}:${name.slice(13)}`;
      const found = await titlesIn(await restored(folder, live, '--at', at));
      for (const [title, answered] of saved) {
        const maybeGone = (removing.get(title) ?? Infinity) <= ended;
        if (answered < began && !maybeGone) assert.ok(found.has(title), `${title} was answered before ${at}`);
        if ((removed.get(title) ?? Infinity) < began) assert.ok(!found.has(title), `${title} was gone before ${at}`);
      }
      assert.ok(found.size > 0);
    }
    for (const { copied } of made.slice(1)) assert.ok(copied < filesIn(folder).length, 'only what the one before does not have is copied');
    // What the server that was killed has left can be backed up as well.
    await done('backup', folder, '--data', live);
    const found = await titlesIn(await restored(folder, live));
    for (const [title] of saved) if (!removing.has(title)) assert.ok(found.has(title), `${title} was answered before the server was killed`);
    await done('audit', 'verify', '--data', await restored(folder, live));
    await done('backup', '--verify', folder, '--all');
  });

  test('come to their end while others write without a pause', { timeout: 600000 }, async () => {
    const live = copyOf(data);
    // More than is copied in one step.
    assert.equal((await run('sqlite3', [join(live, 'files.db'), 'INSERT INTO "_GlobalConfig" VALUES (\'pad\', \'"\' || printf(\'%.*c\', 250000000, \'x\') || \'"\', 1)'])).code, 0);
    const server = await start(live);
    let writes = true;
    try {
      const { api, user, as } = await patientOf(server);
      const written = [];
      const running = [1, 2, 3, 4, 5, 6].map(async () => {
        while (writes) written.push(await api.create('Letter', { sender: user.pointer, recipient: user.pointer, body: 'x' }, as));
      });
      await until('writes', () => written.length > 50);
      const known = [...written];
      const folder = notThere();
      await done('backup', folder, '--data', live);
      const more = written.length - known.length;
      writes = false;
      await Promise.all(running);
      assert.ok(more > 20, `${more} were written meanwhile`);
      const { stdout } = await run('sqlite3', [join(newest(folder), 'files.db'), 'SELECT "objectId" FROM "Letter"']);
      const held = new Set(stdout.trim().split('\n'));
      assert.deepEqual(known.filter((id) => !held.has(id)), []);
    } finally {
      writes = false;
      await server.stop();
      rmSync(live, { recursive: true });
    }
  });

  test('have files that are removed while they are made, which stay no longer than that', async () => {
    const live = newFolder();
    const server = await start(live, { arguments: ['--sweep-seconds', '1', '--orphan-seconds', '16'] });
    const children = [];
    try {
      const { api, save, upload } = await patientOf(server);
      await save();
      const large = 'x'.repeat(4 << 20);
      const names = [];
      for (let i = 0; i < 8; i++) names.push(await upload(large));
      names.sort();
      const held = () => (existsSync(join(live, 'files/held')) ? readdirSync(join(live, 'files/held')) : []);
      /** Stops a backup where it has a copy of the database, and not yet the last of its files; one that got further is let end. */
      const stopped = async () => {
        for (let i = 0; i < 10; i++) {
          const folder = notThere();
          const child = spawn(program(), ['backup', folder, '--data', live], { stdio: 'ignore' });
          children.push(child);
          const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
          while (!existsSync(join(folder, 'unfinished/files.db')) && child.exitCode === null) await new Promise((resolve) => setImmediate(resolve));
          child.kill('SIGSTOP');
          if (!existsSync(join(folder, 'files', idOf(names.at(-1))))) return { child, ended, folder };
          child.kill('SIGCONT');
          assert.equal(await ended, 0);
        }
        return assert.fail('none was stopped in time');
      };
      const remove = async (name) => assertStatus(await api.call('DELETE', `/files/${name}`, { master: true }), 200);

      const backup = await stopped();
      const last = names.pop();
      await remove(last);
      await until('the last orphan is swept', () => names.every((name) => !existsSync(join(live, 'files', idOf(name)))));
      assert.ok(!existsSync(join(live, 'files', idOf(last))));
      assert.deepEqual(held().sort(), [...names, last].map(idOf));
      backup.child.kill('SIGCONT');
      assert.equal(await backup.ended, 0);
      assert.deepEqual(held(), [], 'the backup clears what was held for it');
      assert.ok(filesIn(backup.folder).includes(idOf(last)));
      await done('backup', '--verify', backup.folder);

      // One that is killed leaves no hold.
      names.length = 0;
      for (let i = 0; i < 8; i++) names.push(await upload(large));
      names.sort();
      const cut = await stopped();
      // All of them, so that no later removal clears what is held: a pass does.
      for (const name of names) await remove(name);
      assert.ok(names.every((name) => held().includes(idOf(name))));
      cut.child.kill('SIGKILL');
      await cut.ended;
      await until('what was held is gone', () => held().length === 0);
    } finally {
      for (const child of children) child.kill('SIGKILL'); // one that is stopped does not end by itself
      await server.stop();
    }
  });

  test('share files, and the last N stay with those that they name', async () => {
    const live = copyOf(data);
    const folder = notThere();
    const server = await start(live);
    try {
      const { api, save, upload } = await patientOf(server);
      const loose = await upload('loose');
      await done('backup', folder, '--data', live);
      const inodes = filesIn(folder).map((name) => statSync(join(folder, 'files', name)).ino);
      assert.equal(inodes.length, 4);
      assertStatus(await api.call('DELETE', `/files/${loose}`, { master: true }), 200);
      await save();
      assert.match(await done('backup', folder, '--data', live), /of them 1 files/);
      assert.deepEqual(filesIn(folder).filter((name) => inodes.includes(statSync(join(folder, 'files', name)).ino)).length, 4, 'they were not copied again');
      assert.equal(filesIn(folder).length, 5);
      await done('backup', folder, '--data', live);
      await done('backup', folder, '--data', live, '--keep', '3');
      assert.equal(backupsIn(folder).length, 3);
      assert.ok(!filesIn(folder).includes(idOf(loose)), 'what only the oldest one named is gone');
      assert.equal(filesIn(folder).length, 4);
      await done('backup', '--verify', folder, '--all');

      // Of one whose manifest does not hold nobody knows what it names.
      writeFileSync(join(folder, 'files', 'f'.repeat(32)), 'of the damaged one');
      truncateSync(join(folder, backupsIn(folder)[0], 'manifest'), 100);
      const damaged = backupsIn(folder)[0];
      const { code, stderr } = await command('backup', folder, '--data', live, '--keep', '1');
      assert.equal(code, 0, stderr);
      assert.match(stderr, /has a manifest that does not hold: it was changed, or cut off; it stays/);
      assert.equal(backupsIn(folder).length, 2);
      assert.equal(backupsIn(folder)[0], damaged);
      assert.ok(filesIn(folder).includes('f'.repeat(32)));
    } finally {
      await server.stop();
    }
  });

  const sanitized = process.env.CAREGEN_TEST_MAKE?.includes('SANITIZE') && 'a sanitizer must be loaded first';
  test('lose nothing where a folder or a manifest can be read in part', { skip: sanitized, timeout: 600000 }, async () => {
    const library = join(newFolder(), 'failing_reads.so');
    assert.equal((await run('cc', ['-shared', '-fPIC', '-O1', '-o', library, join(root, 'tests/lib/failing_reads.c'), '-ldl'])).code, 0);
    const failing = (variable, at, ...words) => run(program(), words, { env: { ...process.env, LD_PRELOAD: library, [variable]: String(at) } });
    const folder = copyOf(backups);
    const loose = 'f'.repeat(32); // of the first one alone
    writeFileSync(join(folder, 'files', loose), 'loose');
    sign(newest(folder), (text) => text.replace('# files 5', `${'0'.repeat(64)}  ../files/${loose}\n# files 6`));
    await done('backup', folder, '--data', data);
    for (const [variable, times] of [['LOST_ENTRY', 16], ['LOST_AGAIN', 7]]) {
      for (let at = 1; at <= times; at++) {
        const copy = copyOf(folder);
        const { stdout, stderr } = await failing(variable, at, 'backup', copy, '--data', data, '--keep', '9');
        assert.deepEqual(filesIn(copy), filesIn(folder), `${variable} ${at}: ${stdout}${stderr}`);
        rmSync(copy, { recursive: true });
      }
    }
    for (let at = 1; at <= 5; at++) {
      const into = notThere();
      const { code } = await failing('LOST_AGAIN', at, 'restore', folder, '--data', into);
      if (code === 0) assert.deepEqual(filesIn(into), filesIn(data), `the manifest's reading ${at}`);
    }
  });

  test('copy a shared file anew that was cut short or lost', async () => {
    const folder = copyOf(backups);
    const [one, two] = filesIn(folder);
    truncateSync(join(folder, 'files', one), 10);
    unlinkSync(join(folder, 'files', two));
    await refused(/is damaged: .*is not what was backed up/, 'backup', '--verify', folder);
    assert.match(await done('backup', folder, '--data', data), /of them 2 files/);
    await done('backup', '--verify', folder, '--all');
  });

  test('are private, and have keys only when asked', async () => {
    const folder = notThere();
    await run('sh', ['-c', 'umask 0; exec "$0" "$@"', program(), 'backup', folder, '--data', data]);
    const modes = (path) => readdirSync(path, { recursive: true }).concat('.').filter((name) => {
      const { mode } = statSync(join(path, name));
      return (mode & 0o777) !== ((mode & 0o170000) === 0o40000 ? 0o700 : 0o600);
    });
    assert.deepEqual(modes(folder), []);
    assert.deepEqual(readdirSync(newest(folder)).sort(), ['audit-head', 'files.db', 'manifest']);
    const bytes = readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile()).map((name) => readFileSync(join(folder, name), 'latin1')).join('');
    for (const key of keys) assert.ok(!bytes.includes(readFileSync(join(data, key), 'latin1').trim()), `${key} is nowhere in it`);

    const into = notThere();
    const said = await done('restore', folder, '--data', into);
    for (const key of keys) assert.match(said, new RegExp(`missing: ${into}/${key} \\(fingerprint [0-9a-f]{32}\\): put it back`));
    assert.deepEqual(modes(into), []);
    await assert.rejects(start(into), /seal-key is missing, and there are data that need it: put it back/);

    writeFileSync(join(data, 'master-key'), 'of the operator\n', { mode: 0o600 });
    await done('backup', folder, '--data', data, '--with-keys');
    rmSync(join(data, 'master-key'));
    assert.deepEqual(modes(folder), []);
    const lines = (await done('backup', '--list', folder, '--format=json')).trim().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(lines.map(({ keys: has, fault, folder: name }) => [has, fault, name]), backupsIn(folder).map((name, i) => [i === 1, null, name]));
    assert.match(await done('backup', '--list', folder), /without.*\n.* with  /);
    const whole = notThere();
    assert.doesNotMatch(await done('restore', folder, '--data', whole), /missing: .*-key/);
    assert.deepEqual(modes(whole), []);
    assert.equal(readFileSync(join(whole, 'master-key'), 'utf8'), 'of the operator\n');
    assert.deepEqual(await titlesIn(whole), titles);
  });

  test('have a manifest that sha256sum reads', async () => {
    const { code, stdout } = await run('sha256sum', ['--check', '--strict', 'manifest'], { cwd: newest(backups) });
    assert.equal(code, 0);
    assert.equal(stdout.trim().split('\n').length, 5);
  });

  test('that are cut off are none', { timeout: 600000 }, async () => {
    const folder = copyOf(backups);
    let cut = 0;
    for (let i = 0; i < 30; i++) {
      for (const name of filesIn(folder)) unlinkSync(join(folder, 'files', name));
      const earlier = backupsIn(folder).length;
      const child = spawn(program(), ['backup', folder, '--data', data], { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.on('close', (code) => resolve(code)));
      const timer = setTimeout(() => child.kill('SIGKILL'), i);
      const code = await ended;
      clearTimeout(timer);
      const more = backupsIn(folder).length - earlier;
      if (code === 0) assert.equal(more, 1);
      // One that was killed has its name already or has none; with its name it is whole.
      if (code !== 0 && more === 0) cut += 1;
      else await done('backup', '--verify', folder);
      if (existsSync(join(folder, 'unfinished'))) assert.equal((await done('backup', '--list', folder)).trim().split('\n').length, 1 + earlier + more);
    }
    assert.ok(cut > 3, `${cut} were cut off`);
    await done('backup', folder, '--data', data, '--keep', '2');
    assert.ok(!existsSync(join(folder, 'unfinished')));
    assert.deepEqual(readdirSync(join(folder, 'files')).filter((name) => name.endsWith('.part')), []);
    await done('backup', '--verify', folder, '--all');
    assert.deepEqual(await titlesIn(await restored(folder, data)), titles);
  });

  test('that are damaged are not restored', async () => {
    const damages = {
      'a byte of the database': [(set) => flip(join(set, 'files.db')), /is damaged: files\.db is not what was backed up/],
      'a byte of a file': [(set, files) => flip(files[1]), /is damaged: \.\.\/files\/[0-9a-f]{32} is not what was backed up/],
      'a byte of the end of the trail': [(set) => flip(join(set, 'audit-head')), /is damaged: audit-head/],
      'a byte of the manifest': [(set) => flip(join(set, 'manifest')), /has a manifest that does not hold: it was changed, or cut off/],
      'the time in the manifest': [(set) => writeFileSync(join(set, 'manifest'), readFileSync(join(set, 'manifest'), 'utf8').replace(/# at \d{4}/, '# at 2001')), /has a manifest that does not hold/],
      'a manifest that is cut off': [(set) => truncateSync(join(set, 'manifest'), 400), /has a manifest that does not hold/],
      'a manifest without its last line': [(set) => writeFileSync(join(set, 'manifest'), readFileSync(join(set, 'manifest'), 'utf8').replace(/# end.*\n/, '')), /has a manifest that does not hold/],
      'a manifest with more behind it': [(set) => appendFileSync(join(set, 'manifest'), 'more\n'), /has a manifest that does not hold/],
      'an empty manifest': [(set) => truncateSync(join(set, 'manifest')), /has an empty manifest: it is not whole/],
      'no manifest': [(set) => unlinkSync(join(set, 'manifest')), /has no manifest that can be read: it is not whole/],
      'no database': [(set) => unlinkSync(join(set, 'files.db')), /lacks files\.db: No such file/],
      'a database that is cut off': [(set) => truncateSync(join(set, 'files.db'), 8192), /is damaged: files\.db/],
      'no file': [(set, files) => unlinkSync(files[2]), /lacks \.\.\/files\/[0-9a-f]{32}: No such file/],
      'a file that is cut off': [(set, files) => truncateSync(files[2], 20), /is damaged: \.\.\/files/],
      // By somebody who can make the sums anew.
      'a file that the manifest does not name': [(set, files) => sign(set, (text) => text.replace(new RegExp(`.*${basename(files[0])}\n`), '').replace('# files 5', '# files 4')), /has no contents of the file [0-9a-f]{32}_a\.pdf/],
      'pages of the database': [(set) => {
        const file = openSync(join(set, 'files.db'), 'r+');
        writeSync(file, Buffer.alloc(4096, 0xaa), 0, 4096, 4096 * 40);
        closeSync(file);
        sign(set);
      }, /the database in .* is damaged/],
      'an entry of the trail': [async (set) => {
        assert.equal((await run('sqlite3', [join(set, 'files.db'), 'DROP TRIGGER "_Keep:UPDATE:_AuditEntry"; UPDATE "_AuditEntry" SET "actor" = \'x\' WHERE "number" = 1'])).code, 0);
        sign(set);
      }, /had 2 faults when they were backed up: restore an earlier one/],
      'a trail that is cut off': [async (set) => {
        assert.equal((await run('sqlite3', [join(set, 'files.db'), 'DROP TRIGGER "_Keep:DELETE:_AuditEntry"; DELETE FROM "_AuditEntry" WHERE "number" > 1; UPDATE sqlite_sequence SET seq = 1 WHERE name = \'_AuditEntry\'; CREATE TRIGGER "_Keep:DELETE:_AuditEntry" BEFORE DELETE ON "_AuditEntry" BEGIN SELECT RAISE(ABORT, \'what was written here stays\'); END'])).code, 0);
        sign(set);
      }, /had 1 faults when they were backed up/],
      'a newer schema': [async (set) => {
        assert.equal((await run('sqlite3', [join(set, 'files.db'), 'INSERT INTO "_Migration" SELECT "history", "version" + 1, "name", "fingerprint", "appliedAt" FROM "_Migration" WHERE "history" = \'app\' ORDER BY "version" DESC LIMIT 1'])).code, 0);
        sign(set);
      }, /the database is newer than this server: it has migration 2 of the app.*run the newer server/],
      'a newer caregen\'s own tables': [async (set) => {
        assert.equal((await run('sqlite3', [join(set, 'files.db'), 'INSERT INTO "_Migration" SELECT "history", "version" + 1, "name", "fingerprint", "appliedAt" FROM "_Migration" WHERE "history" = \'server\' ORDER BY "version" DESC LIMIT 1'])).code, 0);
        sign(set);
      }, /the database is newer than this server: it has migration \d+ of the server/],
      'a newer caregen\'s form': [(set) => sign(set, (text) => text.replace('backup 1', 'backup 2')), /was made by a newer caregen: use a server that is as new/],
      'a manifest of another app': [(set) => sign(set, (text) => text.replace('# app files', '# app dental')), /is a backup of dental, and this is the server of files/],
      'a file of another place': [(set) => sign(set, (text) => text.replace('files.db', '../../files.db')), /has a manifest that does not hold/],
      'a file that no backup has': [(set) => {
        renameSync(join(set, 'audit-head'), join(set, 'restore-unfinished'));
        sign(set, (text) => text.replace('audit-head', 'restore-unfinished'));
      }, /has restore-unfinished, which no backup has/],
      'a file twice': [(set, files) => sign(set, (text) => text.replace(/.*\.\.\/files\/.*\n/, '$&$&').replace('# files 5', '# files 6')), /has a manifest that does not hold/],
    };
    for (const [what, [damage, message]] of Object.entries(damages)) {
      const folder = copyOf(backups);
      await damage(newest(folder), filesIn(folder).map((name) => join(folder, 'files', name)));
      const into = notThere();
      const said = await refused(message, 'restore', folder, '--data', into).catch((error) => assert.fail(`${what}: ${error.message}`));
      assert.match(said, /`backup --list` shows the others|restore an earlier one/, what);
      assert.ok(!existsSync(into), `${what}: nothing is written`);
      const { code } = await command('backup', '--verify', folder);
      assert.equal(code, 1, what);
    }
  });

  test('whose manifest has any other byte do not hold', async () => {
    const folder = copyOf(backups);
    const manifest = join(newest(folder), 'manifest');
    const bytes = readFileSync(manifest);
    for (let at = 0; at < bytes.length; at += 5) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 1 << (at % 7);
      writeFileSync(manifest, changed);
      const { code, stdout } = await command('backup', '--list', folder, '--format', 'json');
      assert.equal(code, 1, `byte ${at}: ${stdout}`);
      assert.ok(JSON.parse(stdout).fault);
    }
    writeFileSync(manifest, bytes);
    await done('backup', '--list', folder);
  });

  test('of another app, or none, are not taken', async () => {
    const other = findBuild('audit').program;
    await buildServer('audit');
    const { code, stderr } = await run(other, ['restore', backups, '--data', notThere()]);
    assert.equal(code, 1);
    assert.match(stderr, /has the backups of files, and this is the server of audit: name another folder/);
    const folder = newFolder();
    await refused(/holds no backups: it lacks the file caregen-backups/, 'restore', folder, '--data', notThere());
    writeFileSync(join(folder, 'photo.jpg'), 'mine');
    await refused(/is not empty, and holds no backups: name another folder/, 'backup', folder, '--data', data);
    assert.deepEqual(readdirSync(folder), ['photo.jpg']);
    await refused(/is in the server's own folder, and would be lost with it/, 'backup', join(data, 'backups'), '--data', data);
    await refused(/is in the server's own folder, and would be lost with it/, 'backup', join(data, 'more/and/more'), '--data', data);
    assert.ok(!existsSync(join(data, 'backups')) && !existsSync(join(data, 'more')), 'nothing is made there');
    await refused(/cannot be opened: No such file/, 'restore', notThere(), '--data', notThere());
    await refused(/cannot be opened: No such file/, 'backup', notThere(), '--data', notThere());
    for (const words of [[], ['--keep'], [backups, '--keep', '0'], [backups, '--keep', 'x'], ['--list'], ['--list', '--verify', backups], ['--verify', backups, '--at', 'noon'], [backups, '--with-key']]) {
      assert.equal((await command('backup', ...words)).code, 2, words.join(' '));
    }
    assert.equal((await command('restore')).code, 2);
  });

  test('are restored into an empty folder only', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'x'), 'mine');
    await refused(/is not empty: a backup is restored into an empty folder only; name one with --data/, 'restore', backups, '--data', folder);
    assert.deepEqual(readdirSync(folder), ['x']);
    const live = copyOf(data);
    const server = await start(live);
    await refused(/is not empty/, 'restore', backups, '--data', live);
    assert.deepEqual(await readAll(server), titles);
    await server.stop();
    const disk = newFolder();
    mkdirSync(join(disk, 'lost+found'));
    await done('restore', backups, '--data', disk);
    await refused(/has no backup of that time or before it/, 'restore', backups, '--at', '2020-01-01T00:00:00.000Z', '--data', notThere());
  });

  test('that are not restored to their end start no server', async () => {
    for (const blocks of [0, 1, 8, 64]) {
      const folder = notThere();
      const { code, stderr } = await within(blocks, 'restore', backups, '--data', folder);
      assert.equal(code, 1);
      assert.match(stderr, /cannot be copied: File too large/);
      assert.match(stderr, /is not complete, and no server starts from it: empty it, and restore again/);
      for (const key of keys) copyFileSync(join(data, key), join(folder, key));
      await assert.rejects(start(folder), /holds a backup that was not restored to its end: empty the folder, and restore again/);
      await refused(/is not empty, but has a cut-off restore/, 'restore', backups, '--data', folder);
    }
    for (let i = 0; i < 12; i++) {
      const folder = notThere();
      const child = spawn(program(), ['restore', backups, '--data', folder], { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.on('close', resolve));
      const watcher = setTimeout(() => child.kill('SIGKILL'), 4 + 2 * i);
      const code = await ended;
      clearTimeout(watcher);
      if (!existsSync(folder) || !readdirSync(folder).some((name) => name !== 'lock')) continue;
      for (const key of keys) copyFileSync(join(data, key), join(folder, key));
      if (code === 0 || !existsSync(join(folder, 'restore-unfinished'))) assert.deepEqual(await titlesIn(folder), titles);
      else await assert.rejects(start(folder), /was not restored to its end/);
    }
  });

  test('on a full disk leave the last good one', async () => {
    const folder = copyOf(backups);
    const live = copyOf(data);
    const server = await start(live);
    const { save } = await patientOf(server);
    for (let i = 0; i < 3; i++) await save(`${i}`.repeat(900000));
    await server.stop();
    const last = newest(folder);
    for (const blocks of [0, 1, 16, 100, 1000, 1500]) {
      const { code, stderr } = await within(blocks, 'backup', folder, '--data', live, '--keep', '1');
      assert.equal(code, 1, `${blocks}`);
      assert.match(stderr, /cannot be (made|copied|written)/);
      assert.match(stderr, /no backup was made; those in .* are as they were/);
      assert.equal(newest(folder), last);
      assert.ok(!existsSync(join(folder, 'unfinished')));
      await done('backup', '--verify', folder, '--all');
    }
    assert.deepEqual(await titlesIn(await restored(folder, data)), titles);
    await done('backup', folder, '--data', live, '--keep', '1');
    assert.equal((await titlesIn(await restored(folder, live))).size, titles.size + 3);
  });

  test('of data with faults are made, and restored, only when asked', async () => {
    const live = copyOf(data);
    const [lost] = filesIn(live);
    renameSync(join(live, 'files', lost), join(folders, 'lost'));
    const folder = notThere();
    await refused(new RegExp(`files/${lost}, the contents of ${lost}_a.pdf, is missing or not whole: put it back`), 'backup', folder, '--data', live);
    writeFileSync(join(live, 'files', lost), 'too short');
    await refused(/is missing or not whole/, 'backup', folder, '--data', live);
    assert.deepEqual(backupsIn(folder), []);
    const { code, stderr } = await command('backup', folder, '--data', live, '--despite-faults');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /has no contents of the file/);
    await refused(/had 1 faults when they were backed up/, 'restore', folder, '--data', notThere());
    assert.equal((await command('backup', '--verify', folder)).code, 1);
    await done('restore', folder, '--data', notThere(), '--despite-faults');
    // The backup before has the contents that the server has lost.
    const both = copyOf(backups);
    await done('backup', both, '--data', live);
    assert.deepEqual(await titlesIn(await restored(both, live)), titles);

    const forged = copyOf(data);
    assert.equal((await run('sqlite3', [join(forged, 'files.db'), 'DROP TRIGGER "_Keep:UPDATE:_AuditEntry"; UPDATE "_AuditEntry" SET "actor" = \'x\' WHERE "number" = 1'])).code, 0);
    await refused(/the server's data have 2 faults, and so would the backup/, 'backup', notThere(), '--data', forged);
    const cut = copyOf(data);
    assert.equal((await run('sqlite3', [join(cut, 'files.db'), 'DROP TRIGGER "_Keep:DELETE:_AuditEntry"; DELETE FROM "_AuditEntry" WHERE "number" > 1'])).code, 0);
    await refused(/the audit trail lacks entry \d+, which .*audit-head names/, 'backup', notThere(), '--data', cut);
    const broken = copyOf(data);
    const file = openSync(join(broken, 'files.db'), 'r+');
    writeSync(file, Buffer.alloc(4096, 0xaa), 0, 4096, 4096 * 40);
    closeSync(file);
    await refused(/the database in .* is damaged|was not copied/, 'backup', notThere(), '--data', broken, '--despite-faults');
  });

  test('go as docs/operating.md says, command by command', async () => {
    const page = readFileSync(join(root, 'docs/operating.md'), 'utf8');
    const part = (from, to) => page.slice(page.indexOf(`\n## ${from}`), page.indexOf(`\n## ${to}`));
    const section = part('Backup', 'Following') + part('Restore', 'Parse\'s dashboard');
    const commands = [...section.matchAll(/^ {4}(NAME-server|cp) .*$/gm)].map(([line]) => line.trim());
    assert.equal(commands.length, 7);
    const place = { 'NAME-server': program(), DIR: notThere(), DATA: data, NEW: notThere(), KEYS: data };
    const serving = commands.pop();
    const filledIn = (line) => line.replace(/NAME-server|\b(DIR|DATA|NEW|KEYS)\b/g, (word) => place[word]);
    for (const line of commands) {
      const { code, stdout, stderr } = await run('sh', ['-c', filledIn(line)]);
      assert.equal(code, 0, `${line}: ${stdout}${stderr}`);
    }
    assert.equal(serving, 'NAME-server serve --data NEW');
    assert.deepEqual(await titlesIn(place.NEW), titles);
  });

  test('are made one at a time', async () => {
    const folder = copyOf(backups);
    const holder = spawn('flock', [join(folder, 'lock'), 'sh', '-c', 'echo has it; read line'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    await refused(/is in use by another backup, or by one that is being restored or verified/, 'backup', folder, '--data', data);
    await refused(/is in use by another backup/, 'restore', folder, '--data', notThere());
    holder.stdin.end('\n');
    await new Promise((resolve) => holder.on('close', resolve));
    await done('backup', folder, '--data', data);
  });

  test('that go are none from the first moment on', async () => {
    const folder = copyOf(backups);
    const [first] = backupsIn(folder);
    mkdirSync(join(folder, first, 'a/b'), { recursive: true }); // stays, as what a power cut left
    const { code, stderr } = await command('backup', folder, '--data', data, '--keep', '1');
    assert.equal(code, 1);
    assert.match(stderr, /cannot be removed/);
    assert.equal(backupsIn(folder).length, 1);
    assert.ok(!backupsIn(folder).includes(first));
    await done('backup', '--list', folder);
    await done('backup', '--verify', folder, '--all');
    rmSync(join(folder, 'unfinished/a/b'), { recursive: true });
    await done('backup', folder, '--data', data, '--keep', '1');
    assert.equal(backupsIn(folder).length, 1);
    assert.ok(!existsSync(join(folder, 'unfinished')));
  });

  test('have later names, whatever the clock says', async () => {
    const folder = copyOf(backups);
    const future = '20991231T235959.999Z';
    renameSync(newest(folder), join(folder, future));
    await done('backup', folder, '--data', data, '--keep', '1');
    assert.deepEqual(backupsIn(folder), ['21000101T000000.000Z']);
    assert.match(await done('backup', '--list', folder), /2100-01-01T00:00:00\.000Z/);
  });
});
