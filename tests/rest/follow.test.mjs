// `backup --follow`: what was answered is in another folder within a second, and every moment of it can be restored,
// whatever happens to the server, to the follower, or to the folder.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { backupsIn, caughtUp, command, done, filesIn, folders as makeFolders, idOf, keys, moment, newest, patientOf, program, refused, restoredInto, start as startServer, through, titlesIn, until } from '../lib/backups.mjs';
import { buildServer, root, run } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { randomFrom } from '../lib/random.mjs';
import { assertStatus, unique } from '../lib/rest.mjs';

const { newFolder, notThere, clear } = makeFolders('follow');
after(clear);

const SECOND = 1000;
const sanitized = Boolean(process.env.CAREGEN_TEST_MAKE?.includes('SANITIZE')) && 'a sanitizer must be loaded first';
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const iso = (milliseconds) => new Date(milliseconds).toISOString();
const logSize = (data) => statSync(join(data, 'files.db-wal')).size;

const running = new Set();
const servers = new Set();
const loading = new Set();
after(async () => {
  for (const stop of loading) stop().catch(() => {}); // of a test that has failed
  running.forEach((child) => child.kill('SIGKILL'));
  for (const server of servers) await server.kill();
});

const flood = ['--uploads-per-address', '0', '--uploads-per-user', '0', '--upload-bytes-per-address', '0', '--upload-bytes-per-user', '0'];
const start = async (folder, options = {}) => {
  const server = await startServer(folder, { ...options, arguments: [...flood, ...(options.arguments ?? [])] });
  servers.add(server);
  return server;
};

/** A follower that runs; its lines are read as they come. */
async function follow(folder, data, ...words) {
  const { waits = 'is followed into', environment } = words.find((word) => typeof word === 'object') ?? {};
  words = words.filter((word) => typeof word === 'string');
  const child = spawn(program(), ['backup', '--follow', folder, '--data', data, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  const lines = [];
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => lines.push(line));
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return code ?? signal;
  });
  const said = (text) => lines.filter((line) => line.includes(text)).length;
  const follower = {
    pid: child.pid,
    output: () => lines.join('\n'),
    said,
    says: (text, times = 1) => until(`${text}: ${lines.join('\n')}`, () => said(text) >= times, 30),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      assert.equal(await ended, 0, lines.join('\n'));
    },
    ended,
  };
  await Promise.race([follower.says(waits), ended]);
  return follower;
}

/** Waits until a follower has looked again and again since: it rests between two looks, and nothing else of it rests so often. */
async function looked({ pid }) {
  const rests = () => readdirSync(`/proc/${pid}/task`)
    .reduce((sum, thread) => sum + Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8'))[1]), 0);
  const before_ = rests();
  await until('the follower looks', () => rests() > before_ + 20);
}

/** Writes until it is told to stop, or the server is gone: what was begun and answered when, by title. */
function load(patients, { size = 10, rest = 0 } = {}) {
  const log = { begun: new Map(), saved: new Map(), removing: new Map(), removed: new Map() };
  let loads = true;
  const one = async ({ save, remove }) => {
    const own = [];
    try {
      for (let i = 0; loads; i++) {
        const title = unique('x'.repeat(size));
        log.begun.set(title, Date.now());
        own.push(await save(title));
        log.saved.set(title, Date.now());
        if (rest) await pause(rest);
        if (i % 4 !== 3) continue;
        const gone = own.shift();
        log.removing.set(gone.title, Date.now());
        assertStatus(await remove(gone), 200);
        log.removed.set(gone.title, Date.now());
      }
    } catch (error) {
      if (loads || !/ECONNRE|EPIPE|socket hang up/.test(`${error.code} ${error.message}`)) throw error;
    }
  };
  const all = patients.map(one);
  const stop = () => ((loads = false), Promise.all(all));
  loading.add(stop);
  return { ...log, stop };
}

/** By how much the machine itself is late with a little that is put on disk after a rest, at its slowest, until it is told
 * to stop: a follower, which does so several times over, is no faster. Returns a function that ends it and tells this, in ms. */
function slowestOfTheMachine() {
  const REST = 20; // ms
  const path = notThere();
  let longest = 0;
  let goes = true;
  const all = (async () => {
    const file = await open(path, 'w');
    while (goes) {
      const began = performance.now();
      await pause(REST);
      await file.write('x'.repeat(4096));
      await file.sync();
      longest = Math.max(longest, performance.now() - began - REST);
    }
    await file.close();
  })();
  return () => ((goes = false), all.then(() => longest));
}

/** The time itself, or when a follower looked last before it, if it then stood still for no longer than the machine did. */
async function followedBefore(folder, at, slow) {
  const { code, stderr } = await command('restore', folder, '--at', iso(at), '--data', notThere());
  if (code === 0) return at;
  const [, from, to] = /was not followed between (\S+Z) and (\S+Z)/.exec(stderr) ?? assert.fail(stderr);
  assert.ok(Date.parse(to) - Date.parse(from) < slow, `${stderr}: over ${slow} ms`);
  return Date.parse(from);
}

/** Holds what was restored as of a time against what was answered: nothing that was begun later, all that was answered
 * a little before. */
function compare(found, log, at, lag, what) {
  for (const [title, answered] of log.saved) {
    if (answered < at - lag && !log.removing.has(title)) assert.ok(found.has(title), `${what}: one was answered ${at - answered} ms before, over ${lag}`);
    const removed = log.removed.get(title) ?? Infinity;
    if (removed < at - lag) assert.ok(!found.has(title), `${what}: one was removed ${at - removed} ms before, over ${lag}`);
  }
  for (const title of found) {
    assert.ok(log.begun.has(title), 'nothing that nobody wrote');
    assert.ok(log.begun.get(title) <= at, `${what}: one was begun ${log.begun.get(title) - at} ms later`);
  }
}

describe('a follower', differs('these are our server\'s own ways'), () => {
  let data; // a folder that a server has filled and left
  const restored = (folder, ...words) => restoredInto(notThere(), folder, data, ...words);
  const copyOf = (folder) => {
    const copy = notThere();
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    return copy;
  };

  before(async () => {
    await buildServer('files');
    data = newFolder();
    const server = await start(data);
    await (await patientOf(server)).save('the first');
    await server.stop();
  });

  for (const [what, words, size, least] of [['', [], 10, 200], [', and backups that follow each other', ['--every-seconds', '3'], 30000, 200]]) {
    test(`has all but the last second when the disk is lost under load${what}`, { timeout: 600000 }, async () => {
      const random = randomFrom(size);
      for (let round = 0; round < (words.length ? 1 : 3); round++) {
        const live = copyOf(data);
        const folder = notThere();
        const server = await start(live, { arguments: ['--sweep-seconds', '1', '--orphan-seconds', '1'] });
        const follower = await follow(folder, live, ...words);
        const log = load(await Promise.all([1, 2, 3, 4].map(() => patientOf(server))), { size, rest: 10 });
        log.begun.set('the first', 0);
        log.saved.set('the first', 0);
        const began = Date.now();
        const slowest = slowestOfTheMachine();
        const enough = least + random.below(60);
        await until('writes', () => log.saved.size > enough && (!words.length || backupsIn(folder).length > 2), 120);
        const stopped = log.stop();
        const killed = Date.now();
        await Promise.all([server.kill(), follower.kill()]);
        await stopped;
        const slow = 4 * (await slowest());
        if (words.length) assert.ok(backupsIn(folder).length > 1, follower.output());
        rmSync(live, { recursive: true });

        compare(await titlesIn(await restored(folder)), log, killed, SECOND + slow, `round ${round}`);
        const last = await through(folder);
        assert.equal(follower.said('is not followed any more'), 0, follower.output());
        assert.ok(last > killed - SECOND - slow, `it is followed until ${killed - last} ms before`);
        for (let i = 0; i < 3; i++) {
          const at = await followedBefore(folder, began + random.below(last - began), slow);
          // Looks come each few milliseconds; on a machine that is busy with much else they may be late.
          compare(await titlesIn(await restored(folder, '--at', iso(at))), log, at, 250 + slow, `at ${iso(at)}`);
        }
        await done('backup', '--verify', folder, '--all');
      }
    });
  }

  test('that is killed goes on from where it was, and nobody knows what was in between', { timeout: 600000 }, async () => {
    const live = copyOf(data);
    const folder = notThere();
    const server = await start(live);
    const patients = await Promise.all([1, 2].map(() => patientOf(server)));
    const log = load(patients, { rest: 300 }); // so that the log is not begun anew meanwhile
    log.begun.set('the first', 0);
    let follower = await follow(folder, live);
    for (let i = 0; i < 3; i++) {
      const slowest = slowestOfTheMachine();
      await until('writes', () => log.saved.size > 8 * (i + 1));
      await follower.kill();
      const slow = 4 * (await slowest());
      const before = await through(folder);
      await pause(1500 + 100 * i);
      const between = Date.now() - 300;
      follower = await follow(folder, live);
      assert.equal(follower.said('from where it was left'), 1, follower.output());
      await caughtUp(folder);
      await refused(/was not followed between .* and .*: name a time that is not between these/, 'restore', folder, '--at', iso(between), '--data', notThere());
      compare(await titlesIn(await restored(folder, '--at', iso(before))), log, before, 250 + slow, 'before it was killed');
    }
    await log.stop();
    await follower.stop();
    assert.equal(backupsIn(folder).length, 1);
    compare(await titlesIn(await restored(folder)), log, Date.now() + SECOND, SECOND, 'at the end');
    await server.stop();
  });

  test('goes on while the server is stopped, killed and started anew, and over VACUUM', { timeout: 600000 }, async () => {
    const live = copyOf(data);
    const folder = notThere();
    const titles = new Set(['the first']);
    const follower = await (async () => {
      const server = await start(live);
      const started = await follow(folder, live);
      await server.stop();
      return started;
    })();
    for (let i = 0; i < 4; i++) {
      const server = await start(live);
      const { save } = await patientOf(server);
      for (let j = 0; j < 10; j++) titles.add((await save()).title);
      if (i === 2) assert.equal((await run('sqlite3', [join(live, 'files.db'), 'VACUUM'])).code, 0);
      if (i === 3) assert.equal((await run('sqlite3', [join(live, 'files.db'), 'PRAGMA wal_checkpoint(RESTART)'])).code, 0);
      if (i === 3) for (let j = 0; j < 10; j++) titles.add((await save()).title);
      await (i % 2 ? server.stop() : server.kill());
    }
    await follower.stop();
    assert.equal(backupsIn(folder).length, 1, follower.output());
    assert.deepEqual(await titlesIn(await restored(folder)), titles);
    // Both were stopped, and the log is as it was; of what was uploaded meanwhile the contents are there, and not their record.
    const server = await start(live);
    const { title, file } = await (await patientOf(server)).save();
    cpSync(join(live, 'files', idOf(file)), join(folder, 'files', idOf(file)));
    const again = await follow(folder, live);
    assert.equal(again.said('from where it was left'), 1, again.output());
    await caughtUp(folder);
    await again.stop();
    await server.stop();
    assert.deepEqual(await titlesIn(await restored(folder)), titles.add(title));
  });

  test('lets the server begin its log anew', { timeout: 600000 }, async () => {
    const live = copyOf(data);
    const folder = notThere();
    const server = await start(live);
    const follower = await follow(folder, live);
    const { api, user, as } = await patientOf(server);
    const write = () => api.create('Letter', { sender: user.pointer, recipient: user.pointer, body: 'x'.repeat(500000) }, as);
    let largest = 0;
    let count = 0;
    const isBegunAnew = () => largest < 0.75 * 500000 * count;
    // While the follower stands still the log goes on: on a busy machine for longer, and not for ever.
    while (count < 240 || (!isBegunAnew() && count < 2400)) {
      await Promise.all([write(), write(), write(), write()]);
      largest = Math.max(largest, logSize(live));
      count += 4;
      if (count % 40 === 0) await caughtUp(folder);
    }
    assert.ok(largest > 30 << 20 && isBegunAnew(), `of ${count / 2} MB the log had ${largest >> 20} at a time`);
    await caughtUp(folder);
    await follower.kill();
    const { stdout } = await run('sqlite3', [join(await restored(folder), 'files.db'), 'SELECT count(*), sum(length("body")) FROM "Letter"']);
    assert.equal(stdout.trim(), `${count}|${count * 500000}`);
    await server.stop();
  });

  test('whose folder is full or gone keeps what comes, until the server\'s log is too large; then it begins anew', { timeout: 600000 }, async () => {
    const live = copyOf(data);
    const folder = notThere();
    const server = await start(live);
    const follower = await follow(folder, live, '--log-limit', '1048576');
    const { save, api, user, as } = await patientOf(server);
    const titles = new Set(['the first']);
    const saveSome = async () => {
      for (let i = 0; i < 5; i++) titles.add((await save()).title);
    };
    const limit = (bytes) => run('prlimit', ['--pid', String(follower.pid), `--fsize=${bytes}:`]);

    await saveSome();
    await caughtUp(folder);
    assert.equal((await limit(1000)).code, 0);
    await saveSome();
    await follower.says('File too large; it is tried again each second');
    assert.equal((await limit('unlimited')).code, 0);
    await caughtUp(folder);
    assert.deepEqual(await titlesIn(await restored(folder)), titles);

    const elsewhere = notThere();
    renameSync(folder, elsewhere);
    await follower.says('is gone; it is tried again each second');
    await saveSome();
    await pause(1200);
    assert.ok(!existsSync(folder), 'nothing is made where the folder was');
    assert.deepEqual(await titlesIn(await restored(elsewhere)), new Set([...titles].slice(0, -5)));
    renameSync(elsewhere, folder);
    await caughtUp(folder);
    assert.deepEqual(await titlesIn(await restored(folder)), titles);
    assert.equal(backupsIn(folder).length, 1, follower.output());

    assert.equal((await limit(1000)).code, 0);
    const write = () => api.create('Letter', { sender: user.pointer, recipient: user.pointer, body: 'x'.repeat(900000) }, as);
    let largest = 0;
    for (let i = 0; i < 100; i++) {
      await Promise.all([write(), write()]);
      largest = Math.max(largest, logSize(live));
    }
    await follower.says('the log has become too large');
    assert.ok(largest < 150 << 20, `of 180 MB the log had ${largest >> 20} at a time`);
    await saveSome();
    assert.equal((await limit('unlimited')).code, 0);
    await until('a new backup', () => backupsIn(folder).length === 2);
    await caughtUp(folder);
    await follower.stop();
    assert.deepEqual(await titlesIn(await restored(folder)), titles);
    await done('backup', '--verify', folder, '--all');
    await server.stop();
  });

  test('puts away what waits with its files when the database is followed no more', { timeout: 600000 }, async () => {
    const live = copyOf(data);
    const folder = notThere();
    const server = await start(live);
    const follower = await follow(folder, live);
    const { save } = await patientOf(server);
    await caughtUp(folder);
    const elsewhere = notThere();
    renameSync(folder, elsewhere);
    await follower.says('is gone; it is tried again each second');
    await save('the second');
    await looked(follower);
    const at = Date.now();
    await save('the third');
    await looked(follower);
    await server.stop();
    const aside = notThere();
    renameSync(live, aside);
    await follower.says('it is another file now');
    renameSync(elsewhere, folder);
    await until('what waited is put away', () => filesIn(folder).length === 3);
    renameSync(aside, live);
    await until('a new backup', () => backupsIn(folder).length === 2);
    await follower.stop();
    assert.deepEqual(await titlesIn(await restored(folder, '--at', iso(at))), new Set(['the first', 'the second']));
    assert.deepEqual(await titlesIn(await restored(folder)), new Set(['the first', 'the second', 'the third']));
    await done('backup', '--verify', folder, '--all');
  });

  test('writes nothing to what stands in the place of a folder that is gone', { timeout: 600000 }, async () => {
    const live = copyOf(data);
    const folder = notThere();
    const server = await start(live);
    const follower = await follow(folder, live);
    await (await patientOf(server)).save();
    await caughtUp(folder);
    renameSync(folder, notThere());
    mkdirSync(folder, { mode: 0o700 });
    await follower.says('it is tried again each second');
    writeFileSync(join(live, 'erased'), 'abcdefghij 2026-01-01T00:00:00.000Z\n', { mode: 0o600 });
    await follower.stop();
    await server.stop();
    assert.deepEqual(readdirSync(folder), []);
  });

  test('waits while another one follows the same data, which would take away what this one still needs', { timeout: 600000 }, async () => {
    const live = copyOf(data);
    const folders = [notThere(), notThere()];
    const server = await start(live);
    const { save, remove } = await patientOf(server);
    const one = await follow(folders[0], live);
    const other = await follow(folders[1], live, { waits: 'is followed already, by another process' });
    assert.equal(other.said('is followed into'), 0);
    assert.deepEqual(backupsIn(folders[1]), []);
    await remove(await save());
    await one.stop();
    await other.says('is followed into');
    const { title } = await save();
    await other.stop();
    await server.stop();
    assert.deepEqual(await titlesIn(await restored(folders[1])), new Set(['the first', title]));
    for (const folder of folders) await done('backup', '--verify', folder, '--all');
  });

  test('notices that the server\'s folder was restored, or was written while nobody followed', { timeout: 600000 }, async () => {
    const live = copyOf(data);
    const folder = notThere();
    let server = await start(live);
    let follower = await follow(folder, live);
    await (await patientOf(server)).save('the second');
    await caughtUp(folder);
    await server.stop();
    const aside = notThere();
    renameSync(live, aside);
    await follower.says('it is another file now');
    await restoredInto(live, folder, data);
    server = await start(live);
    await until('a new backup', () => backupsIn(folder).length === 2);
    await (await patientOf(server)).save('the third');
    await caughtUp(folder);
    await follower.kill();
    await server.stop();
    assert.deepEqual(await titlesIn(await restored(folder)), new Set(['the first', 'the second', 'the third']));

    server = await start(live);
    await (await patientOf(server)).save('the fourth');
    await server.stop();
    server = await start(live);
    follower = await follow(folder, live);
    assert.equal(follower.said('from where it was left'), 0, follower.output());
    assert.equal(backupsIn(folder).length, 3);
    await caughtUp(folder);
    await follower.stop();
    await server.stop();
    assert.deepEqual(await titlesIn(await restored(folder)), new Set(['the first', 'the second', 'the third', 'the fourth']));
  });

  test('goes as docs/operating.md says', async () => {
    const page = readFileSync(join(root, 'docs/operating.md'), 'utf8');
    const begin = page.indexOf('\n## Following');
    const section = page.slice(begin, page.indexOf('\n## ', begin + 1));
    assert.deepEqual([...section.matchAll(/^ {4}(NAME-server .*)$/gm)].map(([, line]) => line), ['NAME-server backup --follow DIR --data DATA']);
    const live = copyOf(data);
    const server = await start(live);
    const [, unit] = /^```ini\n(.*?)^```$/ms.exec(section);
    const folder = notThere();
    const text = unit.replace('/usr/local/bin/NAME-server', program()).replaceAll('/mnt/backups/NAME', folder).replaceAll('/srv/NAME', live).replaceAll('NAME', 'root');
    const path = join(newFolder(), 'x-follow.service');
    writeFileSync(path, text);
    const verified = await run('systemd-analyze', ['verify', path]).catch((error) => error);
    if (verified.code !== 'ENOENT') assert.deepEqual([verified.code, verified.stderr.split('\n').filter((line) => line.includes('x-follow'))], [0, []]);
    const [, words] = /^ExecStart=\S+ backup --follow (.*)$/m.exec(text);
    const follower = await follow(...words.replace('--data ', '').split(' '));
    await caughtUp(folder);
    await follower.stop();
    await server.stop();
    assert.deepEqual(await titlesIn(await restored(folder)), new Set(['the first']));
  });

  describe('leaves a log', () => {
    let folder; // of a follower that has ended
    let titles;
    let times; // when each was there
    const segments = (set) => readdirSync(join(set, 'log')).filter((name) => /^\d{8}$/.test(name)).sort();

    before(async () => {
      const live = copyOf(data);
      folder = notThere();
      const server = await start(live);
      const follower = await follow(folder, live);
      const { save, remove } = await patientOf(server);
      titles = ['the first'];
      times = [];
      for (let i = 0; i < 4; i++) {
        const document = await save();
        titles.push(document.title);
        times.push(await moment(folder));
        if (i === 3) await remove(document);
      }
      await caughtUp(folder);
      await follower.stop();
      await server.stop();
    });

    test('of which every moment can be restored, with the files of then', async () => {
      for (const [i, at] of times.entries()) {
        const into = await restored(folder, '--at', iso(at));
        assert.equal(filesIn(into).length, i + 2);
        assert.deepEqual(await titlesIn(into), new Set(titles.slice(0, i + 2)));
        await done('audit', 'verify', '--data', into);
      }
      assert.deepEqual(await titlesIn(await restored(folder)), new Set(titles.slice(0, -1)));
      await refused(/is followed up to .*: name that time, or an earlier one/, 'restore', folder, '--at', iso(Date.now()), '--data', notThere());
      await refused(/has no backup of that time or before it/, 'restore', folder, '--at', '2020-01-01T00:00:00.000Z', '--data', notThere());
      const into = newFolder();
      writeFileSync(join(into, 'x'), 'mine');
      await refused(/is not empty/, 'restore', folder, '--data', into);
    });

    test('that does not hold when a byte of it is another', async () => {
      const random = randomFrom(7);
      for (let i = 0; i < 25; i++) {
        const copy = copyOf(folder);
        const [segment] = segments(newest(copy));
        const path = join(newest(copy), 'log', i % 8 ? segment : 'head');
        const bytes = readFileSync(path);
        const at = random.below(bytes.length);
        bytes[at] ^= 1 << random.below(8);
        writeFileSync(path, bytes);
        const said = await refused(/has a log that/, 'restore', copy, '--data', notThere());
        assert.equal((await command('backup', '--verify', copy)).code, 1, `byte ${at}: ${said}`);
        rmSync(copy, { recursive: true });
      }
    });

    test('that tells when its end is missing, and what is there still', async () => {
      const size = statSync(join(newest(folder), 'log', '00000001')).size;
      for (const [what, damage] of Object.entries({
        'a part of the last record': (log) => truncateSync(join(log, '00000001'), size - 10),
        'half of it': (log) => truncateSync(join(log, '00000001'), size / 2),
        'what says how long it is': (log) => unlinkSync(join(log, 'head')),
      })) {
        const copy = copyOf(folder);
        damage(join(newest(copy), 'log'));
        const said = await refused(/has a log that was cut off behind .*: what came then is lost; --at \S+ is there/, 'restore', copy, '--data', notThere());
        const [, at] = /--at (\S+) is there/.exec(said);
        const found = await titlesIn(await restored(copy, '--at', at));
        assert.ok(found.has('the first'), what);
        assert.ok([...found].every((title) => titles.includes(title)), what);
        assert.equal((await command('backup', '--verify', copy)).code, 1, what);
      }
      const copy = copyOf(folder);
      rmSync(join(newest(copy), 'log'), { recursive: true });
      await refused(/has a log that cannot be read/, 'restore', copy, '--data', notThere());
    });

    test('that the doctor knows of', async () => {
      const copy = copyOf(folder);
      renameSync(newest(copy), join(copy, '20200101T000000.000Z'));
      const look = async () => (await command('doctor', '--data', data, '--backups', copy, '--format', 'json')).stdout;
      assert.match(await look(), /the last one 0 hours old/);
      rmSync(join(newest(copy), 'log'), { recursive: true });
      assert.match(await look(), /the last one \d{5} hours old/);
    });

    test('that is not another backup\'s, with contents that are what they were', async () => {
      const copy = copyOf(folder);
      const server = await start(copyOf(data));
      await (await follow(copy, server.dataFolder)).stop();
      await server.stop();
      const [first, second] = backupsIn(copy).map((name) => join(copy, name));
      rmSync(join(second, 'log'), { recursive: true });
      cpSync(join(first, 'log'), join(second, 'log'), { recursive: true });
      await refused(/has a log that is another's/, 'restore', copy, '--data', notThere());

      const damaged = copyOf(folder);
      const path = join(damaged, 'files', filesIn(damaged).find((id) => !readFileSync(join(newest(damaged), 'manifest'), 'utf8').includes(id)));
      const bytes = readFileSync(path);
      bytes[20] ^= 1;
      writeFileSync(path, bytes);
      assert.equal((await command('backup', '--verify', damaged)).code, 1);
    });

    test('in a folder that is one follower\'s, and open to whoever reads', async () => {
      const live = copyOf(data);
      const copy = copyOf(folder);
      const server = await start(live);
      const follower = await follow(copy, live);
      const second = await follow(copy, live);
      assert.equal(await second.ended, 1);
      assert.equal(second.said('is in use by another backup'), 1);
      await refused(/is in use by another backup/, 'backup', copy, '--data', live);
      await done('restore', copy, '--data', notThere());
      await done('backup', '--verify', copy, '--all');
      await follower.stop();
      await server.stop();
      for (const words of [['--follow'], ['--follow', copy, '--every-seconds', '0'], ['--follow', copy, '--log-limit', 'x'], ['--follow', '--list', copy]]) {
        assert.equal((await command('backup', ...words)).code, 2, words.join(' '));
      }
    });
  });

  test('has contents whose record a crash has kept from its log, also when the clock was set back', { timeout: 600000, skip: sanitized }, async () => {
    const live = copyOf(data);
    const folder = notThere();
    const library = notThere();
    const clock = notThere();
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, join(root, 'tests/lib/moved_clock.c'), '-ldl']);
    const environment = { LD_PRELOAD: library, MOVED_CLOCK: clock };
    writeFileSync(clock, '3600');
    const server = await start(live);
    let follower = await follow(folder, live, { environment });
    const { save } = await patientOf(server);
    const first = await save(); // so that the log is not begun anew
    const at = Date.now() + 3600 * SECOND;
    await until('it notes how far it is', async () => (await through(folder)) >= at);
    await follower.kill();
    const { title, file } = await save();
    cpSync(join(live, 'files', idOf(file)), join(folder, 'files', idOf(file))); // its row and its record are not there yet
    writeFileSync(clock, '0');
    follower = await follow(folder, live, { environment });
    assert.equal(follower.said('from where it was left'), 1, follower.output());
    const before = await through(folder);
    await until('it goes on', async () => (await through(folder)) > before);
    await follower.stop();
    await server.stop();
    assert.deepEqual(await titlesIn(await restored(folder)), new Set(['the first', first.title, title]));
  });

  test('keeps as many backups as it is told to', { timeout: 600000 }, async () => {
    const live = copyOf(data);
    const folder = notThere();
    await done('backup', folder, '--data', live);
    const [first] = backupsIn(folder);
    for (let i = 1; i < 15; i++) cpSync(join(folder, first), join(folder, `20200101T0000${String(i).padStart(2, '0')}.000Z`), { recursive: true });
    const server = await start(live);
    const follower = await follow(folder, live, '--every-seconds', '1', '--keep', '1000');
    const { title } = await (await patientOf(server)).save();
    // One that has written behind its list's memory is ended by the sanitizer.
    await Promise.race([until('backups', () => backupsIn(folder).length > 20, 60), follower.ended.then(() => assert.fail(follower.output()))]);
    await caughtUp(folder);
    await follower.stop();
    await server.stop();
    assert.deepEqual(await titlesIn(await restored(folder)), new Set(['the first', title]));
  });

  test('keeps the last backups with their logs, and the files that these name', { timeout: 600000 }, async () => {
    const live = copyOf(data);
    const folder = notThere();
    const server = await start(live);
    const follower = await follow(folder, live, '--every-seconds', '1', '--keep', '2');
    const { save, api, upload } = await patientOf(server);
    const titles = new Set(['the first']);
    const first = backupsIn(folder)[0];
    const gone = await upload('gone');
    assertStatus(await api.call('DELETE', `/files/${gone}`, { master: true }), 200);
    await until('the first one goes', async () => {
      titles.add((await save()).title);
      return !backupsIn(folder).includes(first);
    });
    await caughtUp(folder);
    await follower.stop();
    await server.stop();
    assert.ok(backupsIn(folder).length <= 3);
    assert.deepEqual(await titlesIn(await restored(folder)), titles);
    await done('backup', '--verify', folder, '--all');
    // A backup of its own takes away what no follower will name any more.
    await done('backup', folder, '--data', live, '--keep', '1');
    assert.ok(!filesIn(folder).includes(idOf(gone)));
    assert.deepEqual(await titlesIn(await restored(folder)), titles);
    assert.ok(!existsSync(join(live, 'files/followed')) || readdirSync(join(live, 'files/followed')).length <= 1);
  });
});
