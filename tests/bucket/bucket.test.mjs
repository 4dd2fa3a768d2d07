// Backups in a bucket: put there signed, each once; fetched and restored as they were; whatever the store does.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { backupsIn, filesIn, folders as makeFolders, keys, moment, patientOf, program, start, titlesIn, until } from '../lib/backups.mjs';
import { buildServer, root, run } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { keyId, secret, startStore } from './store.mjs';

const { newFolder, notThere, clear } = makeFolders('bucket');
after(clear);

const environment = { ...process.env, AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret };

describe('a bucket', differs('these are our server\'s own ways'), () => {
  let data; // a folder that a server has filled and left
  let titles;
  let store;
  let objects; // where the store keeps them
  const where = (prefix) => ['--bucket', `s3://backups/${prefix}`, '--endpoint', store.url];
  const command = (words, env = environment) => run(program(), words, { env });
  const done = async (...words) => {
    const { code, stdout, stderr } = await command(words);
    assert.equal(code, 0, `${words.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  const refused = async (message, words, env) => {
    const { code, stdout, stderr } = await command(words, env);
    assert.equal(code, 1, `${words.join(' ')}: ${stdout}${stderr}`);
    assert.match(stderr, message);
  };
  const withKeys = (folder) => {
    for (const key of keys) {
      copyFileSync(join(data, key), join(folder, key));
      chmodSync(join(folder, key), 0o600);
    }
    return folder;
  };
  const copyOf = (folder) => {
    const copy = notThere();
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    return copy;
  };
  const puts = () => store.requests.filter((request) => request.startsWith('PUT ')).map((request) => request.split('/').slice(3).join('/'));

  before(async () => {
    await buildServer('files');
    data = newFolder();
    const server = await start(data);
    const { save } = await patientOf(server);
    titles = new Set();
    for (let i = 0; i < 3; i++) titles.add((await save()).title);
    await server.stop();
    objects = newFolder();
    store = await startStore(objects);
  });
  after(() => store?.close());

  test('has what a folder of backups has, each thing once, and makes a server\'s folder again', async () => {
    const folder = notThere();
    const live = copyOf(data);
    store.requests.length = 0;
    await done('backup', folder, '--data', live, ...where('twice'));
    const [first] = backupsIn(folder);
    assert.deepEqual(puts().at(-1), `${first}/manifest`, 'the manifest comes last');
    assert.equal(puts().filter((key) => key.startsWith('files/')).length, 3);
    const server = await start(live);
    const more = (await (await patientOf(server)).save()).title;
    await server.stop();
    store.requests.length = 0;
    await done('backup', folder, '--data', live, ...where('twice'));
    assert.equal(puts().filter((key) => key.startsWith('files/')).length, 1, 'files that are there are not put again');
    assert.ok(!puts().some((key) => key.startsWith(first)));
    for (const [words, expected] of [[[], new Set([...titles, more])], [['--at', `${first.slice(0, 4)}-${first.slice(4, 6)}-${first.slice(6, 11)}:${first.slice(11, 13)}:${first.slice(13)}`], titles]]) {
      const into = notThere();
      await done('restore', notThere(), '--data', into, ...where('twice'), ...words);
      assert.deepEqual(await titlesIn(withKeys(into)), expected);
    }
    const cut = (await done('backup', folder, '--data', data, '--keep', '1', ...where('twice'))).length;
    assert.ok(cut);
    const left = readdirSync(join(objects, 'backups/twice'));
    assert.deepEqual(left.filter((name) => !/^files|^\./.test(name)), backupsIn(folder), 'what the folder has no more is gone');
    const names = new Set(readdirSync(join(objects, 'backups/twice/files')).map((name) => name.slice(0, 32)));
    assert.deepEqual([...names].sort(), filesIn(folder));
  });

  test('is tried again when the store fails for a moment, and not for ever', async () => {
    const folder = notThere();
    let count = 0;
    store.failing = () => [503, 'cut', 500, null, 429][count++ % 5];
    try {
      await done('backup', folder, '--data', data, ...where('failing'));
      assert.ok(count > 20);
      const into = notThere();
      await done('restore', notThere(), '--data', into, ...where('failing'));
      assert.deepEqual(await titlesIn(withKeys(into)), titles);
      store.failing = ({ method, url }) => (method === 'PUT' && /manifest/.test(url) ? 403 : null);
      await refused(/s3:\/\/backups\/refusing lacks some of what/, ['backup', folder, '--data', data, ...where('refusing')]);
    } finally {
      store.failing = () => null;
    }
    await refused(/the bucket has no backup/, ['restore', notThere(), '--data', notThere(), ...where('refusing')]);
    await done('backup', folder, '--data', data, ...where('refusing'));
  });

  test('is asked with credentials that nobody else can read, over a connection that is what it says', async () => {
    const words = ['backup', notThere(), '--data', data, ...where('keys')];
    await refused(/was answered with 403/, words, { ...environment, AWS_SECRET_ACCESS_KEY: 'another' });
    await refused(/there are no credentials for s3:/, words, { ...process.env, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
    const file = join(newFolder(), 'credentials');
    writeFileSync(file, `[default]\naws_access_key_id = ${keyId}\naws_secret_access_key=${secret}\n`, { mode: 0o600 });
    const { code, stderr } = await command([...words, '--credentials', file], process.env);
    assert.equal(code, 0, stderr);
    chmodSync(file, 0o640);
    await refused(/can be read by others: chmod 600/, [...words, '--credentials', file], process.env);
    await refused(/is no bucket/, ['backup', notThere(), '--data', data, '--bucket', 'https://x/y']);
    await refused(/--endpoint takes/, ['backup', notThere(), '--data', data, '--bucket', 's3://x/y', '--endpoint', 'http://user@host']);

    const tls = { key: join(newFolder(), 'key.pem'), certificate: join(newFolder(), 'certificate.pem') };
    assert.equal((await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', tls.key, '-out', tls.certificate])).code, 0);
    const unknown = await startStore(newFolder(), { tls });
    try {
      store.requests.length = 0;
      await refused(/certificate/i, ['backup', notThere(), '--data', data, '--bucket', 's3://backups/tls', '--endpoint', unknown.url]);
      assert.deepEqual(unknown.requests, []);
    } finally {
      await unknown.close();
    }
  });

  test('goes as docs/operating.md says', async () => {
    const page = readFileSync(join(root, 'docs/operating.md'), 'utf8');
    const section = page.slice(page.indexOf('\n## In a bucket'), page.indexOf('\n## Restore'));
    const place = { 'NAME-server': program(), DIR: notThere(), DATA: data, NEW: notThere(), FETCHED: notThere(), BUCKET: 'backups', PREFIX: 'page' };
    const commands = [...section.matchAll(/^ {4}(NAME-server .*)$/gm)].map(([, line]) => line);
    assert.equal(commands.length, 2);
    for (const line of commands) {
      const { code, stderr } = await run('sh', ['-c', `${line.replace(/NAME-server|\b(DIR|DATA|NEW|FETCHED|BUCKET|PREFIX)\b/g, (word) => place[word])} --endpoint ${store.url}`], { env: environment });
      assert.equal(code, 0, `${line}: ${stderr}`);
    }
    assert.deepEqual(await titlesIn(withKeys(place.NEW)), titles);
  });

  test('whose objects are others is not restored', async () => {
    const folder = notThere();
    await done('backup', folder, '--data', data, ...where('damaged'));
    const [name] = backupsIn(folder);
    const path = join(objects, 'backups/damaged/files');
    const [file] = readdirSync(path).filter((entry) => /_object$/.test(entry));
    writeFileSync(join(path, file), 'x'.repeat(50));
    await refused(/is damaged: \.\.\/files\/.* is not what was backed up/, ['restore', notThere(), '--data', notThere(), ...where('damaged')]);
    mkdirSync(join(objects, 'backups/damaged', name), { recursive: true });
    rmSync(join(objects, 'backups/damaged', name, `files.db._S3rver_object`), { force: true });
    await refused(/lacks|has no/, ['restore', notThere(), '--data', notThere(), ...where('damaged')]);
  });

  test('is behind who follows by some seconds, and has every moment', async () => {
    const live = copyOf(data);
    const folder = notThere();
    const server = await start(live);
    const { save } = await patientOf(server);
    const child = spawn(program(), ['backup', '--follow', folder, '--data', live, ...where('followed')], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    const said = [];
    child.stderr.on('data', (chunk) => said.push(chunk));
    const ended = once(child, 'close');
    const fetched = async (...words) => {
      const into = notThere();
      const { code, stderr } = await command(['restore', notThere(), '--data', into, ...where('followed'), ...words]);
      return code === 0 ? titlesIn(withKeys(into)) : stderr;
    };
    try {
      await until('it follows', () => said.join('').includes('is followed into'));
      const expected = new Set(titles);
      const times = [];
      for (let i = 0; i < 3; i++) {
        expected.add((await save()).title);
        times.push([await moment(folder), new Set(expected)]);
      }
      await until('all is there', async () => {
        const found = await fetched();
        return found instanceof Set && found.size === expected.size;
      });
      // A store that is down does not hold anybody up.
      store.failing = () => 503;
      expected.add((await save()).title);
      await until('the folder has it', async () => {
        const into = notThere();
        await done('restore', folder, '--data', into);
        return (await titlesIn(withKeys(into))).size === expected.size;
      });
      store.failing = () => null;
      await until('the bucket has it', async () => {
        const found = await fetched();
        return found instanceof Set && found.size === expected.size;
      }, 60);
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
      for (const [at, then] of times) assert.deepEqual(await fetched('--at', new Date(at).toISOString()), then);
      assert.deepEqual(await fetched(), expected);
    } finally {
      store.failing = () => null;
      child.kill('SIGKILL');
      await server.kill();
    }
  });

  test('has all of a log that grew on while the store was away', async () => {
    const live = copyOf(data);
    const folder = notThere();
    const server = await start(live);
    const { save } = await patientOf(server);
    const follow = () => {
      const child = spawn(program(), ['backup', '--follow', folder, '--data', live, ...where('away')], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
      const follower = { child, said: '', ended: once(child, 'close') };
      child.stderr.on('data', (chunk) => (follower.said += chunk));
      return follower;
    };
    const segments = () => readdirSync(join(folder, backupsIn(folder).at(-1), 'log')).filter((name) => /^\d+$/.test(name)).length;
    let follower = follow();
    try {
      await until('it follows', () => follower.said.includes('is followed into'));
      const expected = new Set(titles);
      expected.add((await save()).title);
      follower.child.kill('SIGTERM');
      await follower.ended;
      store.failing = () => 403;
      follower = follow();
      await until('it follows again', () => follower.said.includes('from where it was left'));
      for (const before = segments(); segments() < before + 3;) {
        const count = segments();
        expected.add((await save()).title);
        await until('the log goes on in another file', () => segments() > count);
      }
      store.failing = () => null;
      await until('the bucket has what the folder has', () => /has what .* has again/.test(follower.said));
      follower.child.kill('SIGTERM');
      await follower.ended;
      const into = notThere();
      await done('restore', notThere(), '--data', into, ...where('away'));
      assert.deepEqual(await titlesIn(withKeys(into)), expected);
    } finally {
      store.failing = () => null;
      follower.child.kill('SIGKILL');
      await server.kill();
    }
  });

  test('loses nothing when the disk is full at the moment that the log goes on in another file', async () => {
    const live = copyOf(data);
    const folder = notThere();
    const server = await start(live);
    const { save } = await patientOf(server);
    const child = spawn(program(), ['backup', '--follow', folder, '--data', live, '--bucket-seconds', '2', ...where('full')], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = once(child, 'close');
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    const limit = async (bytes) => assert.equal((await run('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}:`])).code, 0);
    const log = () => join(folder, backupsIn(folder).at(-1), 'log');
    const segments = () => readdirSync(log()).filter((name) => /^\d+$/.test(name)).sort();
    const last = () => statSync(join(log(), segments().at(-1))).size;
    try {
      await until('it follows', () => said.includes('is followed into'));
      const expected = new Set(titles);
      expected.add((await save()).title);
      await until('the log goes on in another file', () => segments().length > 1);
      const [count, empty] = [segments().length, last()];
      expected.add((await save()).title);
      await until('it is in the log', () => last() > empty);
      await limit(10);
      await until('the log was to go on in another file', () => readdirSync(log()).includes('segment.new') || segments().length > count);
      await limit('unlimited');
      expected.add((await save()).title);
      await until('the log goes on in another file', () => segments().length > count);
      expected.add((await save()).title);
      child.kill('SIGTERM');
      await ended;
      await done('backup', '--verify', folder, '--all');
      for (const words of [[folder], [notThere(), ...where('full')]]) {
        const into = notThere();
        await done('restore', words[0], '--data', into, ...words.slice(1));
        assert.deepEqual(await titlesIn(withKeys(into)), expected);
      }
    } finally {
      child.kill('SIGKILL');
      await server.kill();
    }
  });
});
