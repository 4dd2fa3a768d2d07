// Keys from outside of the data folder: a file, a variable, a credential, what a command prints. What is in the folder is
// wrapped by them; without them, or with others, nothing starts, and a sentence says why.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { folders, program } from '../lib/backups.mjs';
import { buildServer, run } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { clear, fill, listKeys, purposes, ringFile, settled, start } from './keys.mjs';

const places = folders('keys-sources');
after(clear);
after(places.clear);
before(() => buildServer('files'));

const keyA = 'a1'.repeat(32);
const keyB = 'b2'.repeat(32);
const path = (name, text, mode = 0o600) => {
  const file = join(places.path, name);
  writeFileSync(file, text, { mode });
  chmodSync(file, mode);
  return file;
};
const script = (name, text) => path(name, `#!/bin/sh\n${text}\n`, 0o700);
const isWrapped = (data) => purposes.map((purpose) => ringFile(data, purpose).startsWith('caregen-wrapped '));

/** What names each source, once its key is this. */
const sources = {
  file: (key) => ({ arguments: ['--key-file', path('outer', `${key}\n`)] }),
  variable: (key) => ({ arguments: ['--key-variable', 'CLINIC_KEY'], environment: { CLINIC_KEY: key } }),
  credential: (key) => {
    const folder = join(places.path, 'credentials');
    mkdirSync(folder, { recursive: true });
    rmSync(join(folder, 'clinic'), { force: true });
    writeFileSync(join(folder, 'clinic'), key, { mode: 0o400 });
    return { arguments: ['--key-credential', 'clinic'], environment: { CREDENTIALS_DIRECTORY: folder } };
  },
  command: (key) => ({ arguments: ['--key-command', `/bin/cat ${path('vault', `${key}\n`)}`] }),
};

describe('keys from outside', differs('our server\'s own ways'), () => {
  const refused = (data, options, said) => assert.rejects(start(data, options), (error) => {
    assert.match(error.message, said);
    assert.ok(!error.message.includes(keyA) && !error.message.includes(keyB), 'no key is told');
    return true;
  });

  for (const [name, source] of Object.entries(sources))
    test(`${name}: wraps what is in the folder, which opens with it alone`, async () => {
      const data = places.newFolder();
      let server = await start(data);
      const world = await fill(server);
      await server.stop();
      assert.deepEqual(isWrapped(data), [false, false, false, false]);
      const plain = ringFile(data, 'seal').slice(0, 64);

      server = await start(data, source(keyA));
      assert.deepEqual(isWrapped(data), [true, true, true, true], 'an earlier folder is taken over');
      assert.match(server.output(), /seal-key is wrapped from now on: its copies that are not still open the data/);
      assert.ok(!purposes.some((purpose) => ringFile(data, purpose).includes(plain)));
      await world.check(server);
      const listed = await listKeys(data, ...source(keyA).arguments);
      assert.equal(listed.wrapped, true);
      assert.ok(!server.output().includes(keyA));
      const environ = readFileSync(`/proc/${server.pid}/environ`, 'latin1');
      assert.ok(!environ.includes(keyA), 'nor is it in the environment any more');
      await server.stop();

      await refused(data, {}, /seal-key is wrapped by a key from elsewhere: say from where, with --key-file/);
      await refused(data, source(keyB), /seal-key was wrapped by another key than the one given, or is damaged/);
      server = await start(data, source(`${keyB}\n${keyA}`));
      await world.check(server);
      await server.stop();
      await refused(data, source(keyA), /was wrapped by another key/);
      server = await start(data, source(keyB));
      await world.check(server, { code: 0 });
      await server.stop();
    });

  test('a rotation goes on the same with it, while a server runs and while none does', async () => {
    const data = places.newFolder();
    const given = () => sources.command(keyA);
    let server = await start(data, given());
    assert.deepEqual(isWrapped(data), [true, true, true, true]);
    const world = await fill(server);
    const rotate = (purpose) => run(program(), ['key', 'rotate', purpose, '--wait', '--data', data, ...given().arguments]);
    for (const purpose of purposes) assert.equal((await rotate(purpose)).code, 0);
    await settled(data);
    await server.stop();
    for (const purpose of purposes) assert.equal((await rotate(purpose)).code, 0);
    assert.deepEqual(isWrapped(data), [true, true, true, true]);
    server = await start(data, given());
    await world.check(server, { code: 0 });
    assert.equal((await listKeys(data)).seal.length, 3);
    await server.stop();
  });

  test('the outer key is changed while the server runs: key rewrap', async () => {
    const data = places.newFolder();
    const vault = sources.command(keyA);
    let server = await start(data, vault);
    const world = await fill(server);
    sources.command(`${keyB}\n${keyA}`);
    const before_ = ringFile(data, 'seal');
    const rewrapped = await run(program(), ['key', 'rewrap', '--data', data]);
    assert.equal(rewrapped.code, 0, rewrapped.stderr);
    assert.notEqual(ringFile(data, 'seal'), before_);
    await world.check(server);
    assert.equal((await run(program(), ['key', 'rotate', 'seal', '--data', data])).code, 0);
    await server.stop();
    sources.command(keyB);
    server = await start(data, vault);
    await world.check(server, { code: 0 });
    sources.command('no key');
    const refused_ = await run(program(), ['key', 'rewrap', '--data', data]);
    assert.equal(refused_.code, 1);
    assert.match(server.output(), /--key-command gives no key of 64 hex digits/);
    await world.check(server);
    await server.stop();
  });

  test('key rewrap goes back to a key that was before, when the source does', async () => {
    const data = places.newFolder();
    const vault = sources.command(keyA);
    let server = await start(data, vault);
    for (const given of [`${keyB}\n${keyA}`, keyA]) {
      sources.command(given);
      const rewrapped = await run(program(), ['key', 'rewrap', '--data', data]);
      assert.equal(rewrapped.code, 0, rewrapped.stderr);
    }
    await server.stop();
    server = await start(data, vault);
    await server.stop();
  });

  test('key rewrap without a source says so', async () => {
    const data = places.newFolder();
    const server = await start(data);
    assert.equal((await run(program(), ['key', 'rewrap', '--data', data])).code, 1);
    assert.match(server.output(), /keys are in the data folder alone: no --key-file/);
    await server.stop();
  });

  test('a command is run without a shell, for a bounded time and output, and says nothing in the log', async () => {
    const data = places.newFolder();
    await (await start(data)).stop();
    const command = (text) => ({ arguments: ['--key-command', text] });
    await refused(data, command('vault read key'), /takes a program by its whole path/);
    await refused(data, command('/bin/echo $HOME `id` ; true'), /--key-command gives no key/);
    await refused(data, command('/not/there'), /\/not\/there cannot be run: No such file/);
    await refused(data, command(script('fails', `echo ${keyA}; echo ${keyB} >&2; exit 3`)), /--key-command: it ended with 3: run it by hand/);
    await refused(data, command(script('floods', 'exec yes')), /it prints more than 8192 bytes/);
    await refused(data, command('/bin/sleep 60'), /it has not ended within 10 s/);
    await refused(data, command(script('lingers', `echo ${keyA}; exec >&-; exec sleep 60`)), /it has not ended within 10 s/);
    await refused(data, command('/bin/true'), /gives no key/);
    const server = await start(data, command(script('quiet', `test -t 0 && exit 1; read line && exit 1; echo ${keyB} >&2; ls /proc/self/fd | wc -l | grep -q '^[0-5]$' || exit 9; echo ${keyA}`)));
    assert.ok(!server.output().includes(keyA) && !server.output().includes(keyB));
    await server.stop();
  });

  test('what is no key, from no place or from two, is refused with a sentence', async () => {
    const data = places.newFolder();
    await (await start(data)).stop();
    await refused(data, { arguments: ['--key-file', join(places.path, 'nowhere')] }, /nowhere cannot be read: No such file/);
    await refused(data, { arguments: ['--key-file', path('open', keyA, 0o644)] }, /can be read by others/);
    for (const text of ['', 'short', `${keyA}${keyA}`, `${keyA}\n`.repeat(200)])
      await refused(data, { arguments: ['--key-file', path('broken', text)] }, /--key-file gives no key of 64 hex digits|is empty|is too large/);
    await refused(data, { arguments: ['--key-file', path('twice', `${keyA}\n${keyB}\n${keyA}\n`)] }, /--key-file gives the same key twice: it takes each key once/);
    await refused(data, { arguments: ['--key-variable', 'NOT_THERE'] }, /there is no such variable, or it is empty/);
    await refused(data, { arguments: ['--key-credential', 'x'] }, /the service manager gave none/);
    await refused(data, { arguments: ['--key-credential', '../x'], environment: { CREDENTIALS_DIRECTORY: places.path } }, /takes the name of a credential/);
    await refused(data, { arguments: ['--key-file', path('one', keyA), '--key-command', '/bin/true'] }, /--key-file and --key-command: keys come from one place/);
    assert.deepEqual(isWrapped(data), [false, false, false, false], 'and nothing was changed');
  });

  test('a wrapped file that was changed, or belongs in another place, does not open', async () => {
    const data = places.newFolder();
    const given = sources.file(keyA);
    await (await start(data, given)).stop();
    const whole = ringFile(data, 'seal');
    const at = 60;
    for (const text of [whole.slice(0, -9), `${whole.slice(0, at)}${whole[at] === 'A' ? 'B' : 'A'}${whole.slice(at + 1)}`, 'caregen-wrapped ', 'caregen-wrapped !\n', ringFile(data, 'file')]) {
      writeFileSync(join(data, 'seal-key'), text);
      await refused(data, given, /seal-key (was wrapped by another key|is damaged|holds no key)/);
    }
    writeFileSync(join(data, 'seal-key'), whole);
    await (await start(data, given)).stop();
  });

  test('doctor tells where they come from; commands that only read take them from there', async () => {
    const data = places.newFolder();
    const given = sources.file(keyA);
    const server = await start(data, given);
    await fill(server);
    const doctor = async (...words) => JSON.parse((await run(program(), ['doctor', '--data', data, '--format', 'json', ...words])).stdout).checks.filter(({ check }) => check === 'keys');
    assert.match((await doctor())[0].detail, /wrapped by the file .*outer/, 'the options are those of the server that runs');
    await server.stop();
    assert.match((await doctor(...given.arguments))[0].detail, /wrapped by the file/);
    const without = await doctor();
    assert.ok(without.some(({ status, detail }) => status === 'broken' && /seal-key is wrapped by a key from elsewhere/.test(detail)));
    const environment = { env: { ...process.env, CAREGEN_KEY_FILE: given.arguments[1] } };
    const anchor = await run(program(), ['audit', 'anchor', '--data', data], environment);
    assert.equal(anchor.code, 0, anchor.stderr);
    writeFileSync(join(places.path, 'anchors'), anchor.stdout);
    const verified = await run(program(), ['audit', 'verify', '--anchor', join(places.path, 'anchors'), '--data', data], environment);
    assert.equal(verified.code, 0, verified.stdout);
    assert.equal((await run(program(), ['files', 'orphans', '--data', data], environment)).code, 0);
    assert.equal((await run(program(), ['audit', 'anchor', '--data', data])).code, 2);
  });

  for (const [name, source] of Object.entries(sources))
    test(`doctor asks ${name} once, for all rings`, async () => {
      const data = places.newFolder();
      const given = source(keyA);
      const server = await start(data, given);
      await settled(data); // else older keys are still looked for
      await server.stop();
      const asked = join(places.path, `asked-${name}`);
      if (name === 'command') given.arguments[1] = script('counts', `echo >>${asked}; echo ${keyA}`);
      const { stdout } = await run(program(), ['doctor', '--data', data, '--format', 'json', ...given.arguments], { env: { ...process.env, ...given.environment } });
      const found = JSON.parse(stdout).checks.filter(({ check, detail }) => check === 'keys' && !detail.startsWith('the master key'));
      assert.deepEqual(found.filter(({ status }) => status !== 'well'), []);
      assert.equal(found.length, 5, 'where they come from, and the four rings');
      if (name === 'command') assert.equal(readFileSync(asked, 'utf8'), '\n');
    });
});
