// The data folder: one server at a time, the keys that its data were made with, nothing of it missing;
// and a first start that is cut short begins again.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildServer, run } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { assertStatus, client, pointer, send } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const masterKey = 'the same at each start';
const folders = mkdtempSync(join(tmpdir(), 'caregen-folders-'));
after(() => rmSync(folders, { recursive: true, force: true }));
let count = 0;
const newFolder = () => {
  const folder = join(folders, String(count++));
  mkdirSync(folder, { mode: 0o700 });
  return folder;
};

/** What is in a folder: names, sizes and times of change. */
const contents = (folder) => readdirSync(folder, { recursive: true }).sort()
  .filter((name) => name !== 'test-master-key' && name !== 'lock')
  .map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return `${name} ${size} ${mtimeMs}`;
  });

describe('the data folder', differs('these are our server\'s own ways'), () => {
  const start = (dataFolder, options) => startServer('files', { dataFolder, masterKey, ...options });
  /** The start is refused with 1 and such a message, and leaves the folder as it was. */
  async function refused(folder, message) {
    const asItWas = contents(folder);
    await assert.rejects(start(folder), (error) => {
      assert.match(error.message, /ended with 1 /);
      assert.match(error.message, message);
      return true;
    });
    assert.deepEqual(contents(folder), asItWas);
  }

  let filled; // a folder with data, that no server has; each test gets a copy
  let wanted; // what is read from it
  const copyOfFilled = () => {
    const folder = newFolder();
    for (const name of readdirSync(filled, { recursive: true })) {
      const from = join(filled, name);
      if (statSync(from).isDirectory()) mkdirSync(join(folder, name), { recursive: true });
      else copyFileSync(from, join(folder, name));
    }
    return folder;
  };
  const readAll = async (server) => {
    const [patient] = await client(server).find('Patient', {}, { master: true });
    const [document] = await client(server).find('Document', {}, { master: true });
    const file = await send(document.file.url, { headers: { 'X-Parse-Application-Id': 'app' } });
    return { diary: patient.diary, note: document.note, file: file.text };
  };

  before(async () => {
    filled = newFolder();
    const server = await start(filled);
    const api = client(server);
    const { session, pointer: user } = await api.signUp();
    const patient = await api.create('Patient', { user, name: 'p', diary: 'dear diary' }, { session });
    const upload = await api.call('POST', '/files/x.txt', { session, body: 'the bytes', headers: { 'Content-Type': 'text/plain' } });
    const file = { __type: 'File', name: upload.json.name };
    await api.create('Document', { patient: pointer('Patient', patient), title: 't', file, note: 'sealed' }, { session });
    wanted = await readAll(server);
    assert.deepEqual(wanted, { diary: 'dear diary', note: 'sealed', file: 'the bytes' });
    await server.stop();
  });
  const servesAgain = async (folder) => {
    const server = await start(folder);
    assert.deepEqual(await readAll(server), wanted);
    await server.stop();
  };

  test('a second server is refused, and an upload that is under way stays', async () => {
    const folder = copyOfFilled();
    const server = await start(folder);
    writeFileSync(join(folder, 'files/new/0123456789abcdef0123456789abcdef'), 'half a file');
    await refused(folder, new RegExp(`is being served by process ${server.pid}: stop that one first`));
    assert.deepEqual(await readAll(server), wanted);
    await server.stop();
    await servesAgain(folder);
    assert.deepEqual(readdirSync(join(folder, 'files/new')), [], 'what nobody waits for any more is gone');
  });

  test('a server that was killed leaves no lock', async () => {
    const folder = copyOfFilled();
    const server = await start(folder);
    await server.kill();
    await servesAgain(folder);
  });

  for (const name of ['seal-key', 'file-key', 'audit-key']) {
    test(`without its ${name} nothing is served, and nothing is made`, async () => {
      const folder = copyOfFilled();
      const key = join(folder, name);
      renameSync(key, join(folders, 'kept'));
      await refused(folder, new RegExp(`${name} is missing, and there are data that need it: put it back`));
      renameSync(join(folders, 'kept'), key);
      await servesAgain(folder);
    });

    test(`with another ${name} nothing is served`, async () => {
      const folder = copyOfFilled();
      const key = join(folder, name);
      const right = readFileSync(key);
      writeFileSync(key, `${'0123456789abcdef'.repeat(4)}\n`);
      await refused(folder, new RegExp(`${name} is not the key that these data were made with: put that one back.*fingerprint`));
      for (const broken of ['', 'no key', `${right.toString().trim()}0`]) {
        writeFileSync(key, broken);
        await refused(folder, new RegExp(`${name} (holds no key of 64 hex digits|is missing|is not the key)`));
      }
      writeFileSync(key, right);
      await servesAgain(folder);
    });

    test(`a ${name} that others can read is refused`, async () => {
      const folder = copyOfFilled();
      for (const mode of [0o644, 0o640, 0o604]) {
        chmodSync(join(folder, name), mode);
        await refused(folder, new RegExp(`${name} can be read by others \\(mode 0${mode.toString(8)}\\): make it private, chmod 600`));
      }
      chmodSync(join(folder, name), 0o600);
      await servesAgain(folder);
    });
  }

  test('a master key that others can read is refused; without one there is a new one', async () => {
    const folder = copyOfFilled();
    const { program } = await buildServer('files');
    const keyFile = join(folder, 'master-key');
    writeFileSync(keyFile, 'secret\n', { mode: 0o644 });
    const serve = () => run(program, ['serve', '--data', folder, '--app-id', 'app', '--listen', 'nowhere.invalid:0']);
    assert.match((await serve()).stderr, /master-key can be read by others/);
    rmSync(keyFile);
    assert.match((await serve()).stderr, /cannot listen/);
    assert.match(readFileSync(keyFile, 'utf8'), /^[0-9a-f]{64}\n$/);
    assert.equal(statSync(keyFile).mode & 0o777, 0o600);
  });

  test('an application id that was there is not made anew', async () => {
    const { program } = await buildServer('files');
    const folder = copyOfFilled();
    const { code, stderr } = await run(program, ['serve', '--data', folder, '--listen', '127.0.0.1:0']);
    assert.equal(code, 1);
    assert.match(stderr, /app-id is missing: put it back, or name the id that clients use with --app-id/);
  });

  test('a database that is missing, empty or without its log is not made anew', async () => {
    const folder = copyOfFilled();
    const database = join(folder, 'files.db');
    renameSync(database, join(folders, 'kept.db'));
    await refused(folder, /files\.db is missing or empty, though its keys are there: put it back from the backup/);
    writeFileSync(database, '');
    await refused(folder, /files\.db is missing or empty/);
    for (const key of ['seal-key', 'file-key', 'audit-key']) renameSync(join(folder, key), join(folders, key));
    await refused(folder, /files\.db is missing or empty, though its files are there/);
    // Files that cannot be listed may be there.
    renameSync(join(folder, 'files'), join(folders, 'files'));
    writeFileSync(join(folder, 'files'), '');
    await refused(folder, /files\.db is missing or empty, though its files are there/);
    rmSync(join(folder, 'files'));
    renameSync(join(folders, 'files'), join(folder, 'files'));
    for (const key of ['seal-key', 'file-key', 'audit-key']) renameSync(join(folders, key), join(folder, key));
    await run('sqlite3', [database, 'PRAGMA journal_mode=WAL; CREATE TABLE x (y); DROP TABLE x;']);
    await assert.rejects(start(folder), /files\.db is empty: put it back from the backup \(a copy needs the file ending in -wal, too\)/);
    rmSync(database);
    renameSync(join(folders, 'kept.db'), database);
    await servesAgain(folder);
  });

  test('a row that cannot be opened is one row\'s fault', async () => {
    const folder = newFolder();
    let server = await start(folder);
    let api = client(server);
    const { session, pointer: user } = await api.signUp();
    const patients = [];
    for (const name of ['a', 'b', 'c']) patients.push(await api.create('Patient', { user, name, diary: `of ${name}`, born: { __type: 'Date', iso: '1980-01-01T00:00:00.000Z' } }, { session }));
    await server.stop();
    for (const [field, value] of [['diary', 'zeroblob(80)'], ['diary', 'x\'00\''], ['born', '(SELECT "diary" FROM "Patient" WHERE "name" = \'a\')']]) {
      const { code, stderr } = await run('sqlite3', [join(folder, 'files.db'), `UPDATE "Patient" SET "${field}" = ${value} WHERE "name" = 'b'`]);
      assert.equal(code, 0, stderr);
      server = await start(folder);
      api = client(server);
      const found = await api.call('GET', '/classes/Patient?order=name', { session });
      assertStatus(found, 200);
      assert.deepEqual(found.json.results.map(({ name, diary }) => [name, diary]), [['a', 'of a'], ['c', 'of c']]);
      assert.deepEqual(found.json.unreadable, [patients[1]]);
      assertStatus(await api.call('GET', `/classes/Patient/${patients[1]}`, { session }), 500);
      assertStatus(await api.call('GET', `/classes/Patient/${patients[0]}`, { session }), 200);
      assert.match(server.output(), new RegExp(`${field} of Patient ${patients[1]} cannot be opened: it is damaged, or was sealed with another key`));
      const upload = await api.call('POST', '/files/x.txt', { session, body: 'x', headers: { 'Content-Type': 'text/plain' } });
      await api.create('Document', { patient: pointer('Patient', patients[1]), title: field, file: { __type: 'File', name: upload.json.name } }, { session });
      const documents = await api.find('Document', { include: 'patient' }, { session });
      assert.ok(documents.length > 0 && documents.every(({ patient, title }) => title && !patient), 'as where the target is gone');
      await server.stop();
    }
  });

  test('another app\'s folder is refused', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'dental.db'), 'a database');
    await refused(folder, /holds no files\.db but dental\.db: it is another app's folder/);
  });

  test('commands beside the server make no database', async () => {
    const { program } = await buildServer('files');
    const folder = newFolder();
    const { code, stderr } = await run(program, ['user', 'add-role', 'x', 'doctor', '--data', folder]);
    assert.equal(code, 1);
    assert.match(stderr, /files\.db is not there: name the server's folder with --data/);
    assert.deepEqual(readdirSync(folder), []);
    const anchor = await run(program, ['audit', 'anchor', '--data', copyOfFilled()]);
    assert.equal(anchor.code, 0, anchor.stderr);
    const keyless = copyOfFilled();
    rmSync(join(keyless, 'audit-key'));
    const refusal = await run(program, ['audit', 'anchor', '--data', keyless]);
    assert.equal(refusal.code, 2);
    assert.match(refusal.stderr, /audit-key is missing/);
    assert.ok(!existsSync(join(keyless, 'audit-key')));
  });

  test('folders above the data folder are made', async () => {
    const folder = join(newFolder(), 'a/b');
    const { program } = await buildServer('files');
    await run(program, ['serve', '--data', folder, '--listen', 'nowhere.invalid:0']);
    assert.equal(statSync(join(folder, '..')).mode & 0o777, 0o700);
    assert.ok(existsSync(join(folder, 'files.db')));
  });

  /** Starts the server in a shell that lets no file grow beyond so many blocks of 512 bytes. */
  async function startWithin(folder, blocks) {
    const { program } = await buildServer('files');
    const command = `trap "" XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
    const child = spawn('sh', ['-c', command, program, 'serve', '--data', folder, '--listen', '127.0.0.1:0', '--demo'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const listens = new Promise((resolve) => {
      const read = (chunk) => {
        output += chunk;
        if (output.includes('listening on')) resolve(true);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.on('close', () => resolve(false));
    });
    const listening = await listens;
    child.kill('SIGTERM');
    if (child.exitCode === null) await new Promise((resolve) => child.on('close', resolve));
    return { listening, output };
  }

  test('a first start on a full disk leaves a folder that starts later', async () => {
    let failures = 0;
    for (let blocks = 0; ; blocks = blocks ? blocks * 2 : 1) {
      const folder = newFolder();
      const { listening, output } = await startWithin(folder, blocks);
      if (!listening) {
        failures += 1;
        assert.match(output, /cannot be|failed|could not/, `with ${blocks} blocks`);
        const again = await startWithin(folder, 0);
        assert.equal(again.listening, false);
      }
      const second = await startWithin(folder, 'unlimited');
      assert.ok(second.listening, `after a start with ${blocks} blocks: ${output} then ${second.output}`);
      assert.ok(!existsSync(join(folder, 'first-start')));
      if (listening) break;
    }
    assert.ok(failures > 5, `${failures} failures`);
  });

  test('a first start that was cut off at any time begins again', async () => {
    for (const keep of [[], ['seal-key'], ['seal-key', 'file-key', 'files']]) {
      const folder = newFolder();
      const whole = copyOfFilled();
      writeFileSync(join(folder, 'first-start'), '');
      writeFileSync(join(folder, 'files.db'), '');
      for (const name of keep) {
        if (name === 'files') mkdirSync(join(folder, 'files/new'), { recursive: true });
        else copyFileSync(join(whole, name), join(folder, name));
      }
      writeFileSync(join(folder, 'audit-key.new'), 'half');
      const server = await start(folder);
      assertStatus(await send(`${server.base}/health`), 200);
      await server.stop();
      assert.ok(!existsSync(join(folder, 'first-start')));
    }
    const empty = copyOfFilled();
    truncateSync(join(empty, 'files.db'));
    await refused(empty, /missing or empty/);
  });
});
