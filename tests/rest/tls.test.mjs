// TLS: which handshakes are taken, what follows from it for answers and URLs, and certificates that are renewed while
// the server runs. CAREGEN_TEST_TLS=1 has other files run over TLS, too.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync, copyFileSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import tls from 'node:tls';
import { installPackages } from '../lib/packages.mjs';
import { findBuild, root, run } from '../lib/builds.mjs';
import { newCertificate } from '../lib/certificates.mjs';
import { describeServer, differs, sanitized } from '../lib/fixture.mjs';
import { GraphqlLiveClient } from '../lib/graphql_live.mjs';
import { LiveClient } from '../lib/live.mjs';
import { assertStatus, client, send, unique } from '../lib/rest.mjs';
import { launch, startServer } from '../lib/server.mjs';
import { connectTo } from '../lib/wire.mjs';

const ours = differs('parse-server speaks no TLS by itself');
const first = newCertificate();
const PATIENCE = 2; // seconds
const HEALTH = 'GET /parse/health HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** Shakes hands and resolves to { protocol, cipher, fingerprint }, or to the reason why not. */
function shake(server, options = {}) {
  const socket = connectTo(server.base, options);
  return new Promise((resolve) => {
    socket.on('error', ({ code, reason }) => resolve(code ?? reason));
    socket.on('secureConnect', () => {
      resolve({ protocol: socket.getProtocol(), cipher: socket.getCipher().standardName, fingerprint: socket.getPeerCertificate().fingerprint256 });
      socket.destroy();
    });
  });
}

const openFiles = ({ pid }) => readdirSync(`/proc/${pid}/fd`).length;

/** Waits until something holds. */
async function until(holds, what) {
  for (const deadline = Date.now() + 120000; !(await holds());) {
    assert.ok(Date.now() < deadline, what());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describeServer('a server that speaks TLS', 'kitchen', (context) => {
  test('says so, and answers', async () => {
    assert.match(context.server.base, /^https:/);
    const user = await context.api.signUp();
    const id = await context.api.create('Item', { name: 'over TLS' }, { session: user.session });
    assert.equal((await context.api.fetch('Item', id, { session: user.session })).name, 'over TLS');
  });

  test('takes TLS 1.2 and 1.3, with forward secrecy and ciphers that authenticate', async () => {
    for (const [version, cipher] of [['TLSv1.2', /^TLS_ECDHE_ECDSA_WITH_(AES_\d+_GCM|CHACHA20)/], ['TLSv1.3', /^TLS_(AES_\d+_GCM|CHACHA20)/]]) {
      const shaken = await shake(context.server, { minVersion: version, maxVersion: version });
      assert.equal(shaken.protocol, version);
      assert.match(shaken.cipher, cipher);
    }
    const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };
    for (const [options, why] of [
      [{ ...old, maxVersion: 'TLSv1.1' }, 'TLS 1.1'], [{ ...old, maxVersion: 'TLSv1' }, 'TLS 1.0'],
      [{ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0' }, 'CBC'],
    ]) {
      assert.equal(typeof await shake(context.server, options), 'string', why);
    }
  });

  test('has browsers come by TLS alone, whatever they asked for', async () => {
    for (const path of ['/', '/pages/first.css', '/parse/health', '/parse/classes/Item', '/nothing', '/parse/files/app/none.txt']) {
      const answer = await send(new URL(path, context.server.base).href);
      assert.equal(answer.headers['strict-transport-security'], 'max-age=31536000', path);
    }
  });

  test('URLs that it gives away are its own', async () => {
    const { session } = await context.api.signUp();
    const created = await context.api.call('POST', '/classes/Item', { body: { name: 'x' }, session });
    assert.ok(created.headers.location.startsWith(`${context.server.base}/classes/Item/`), created.headers.location);
    const upload = await context.api.call('POST', '/files/x.txt', { session, body: Buffer.from('over TLS'), headers: { 'Content-Type': 'text/plain' } });
    assertStatus(upload, 201);
    assert.ok(upload.json.url.startsWith(context.server.base), upload.json.url);
    assert.equal((await send(upload.json.url)).text, 'over TLS');
  });

  test('large bodies and answers come whole, by many connections at a time', async () => {
    const { session } = await context.api.signUp();
    const rounds = Array.from({ length: 24 }, async (_, i) => {
      const bytes = Buffer.alloc(600000 + i * 70001, `${i} `);
      const upload = await context.api.call('POST', '/files/large.bin', { session, body: bytes, headers: { 'Content-Type': 'application/octet-stream' } });
      assertStatus(upload, 201);
      assert.ok((await send(upload.json.url)).bytes.equals(bytes));
      const part = await send(upload.json.url, { headers: { Range: 'bytes=100000-399999' } });
      assert.ok(part.bytes.equals(bytes.subarray(100000, 400000)));
    });
    await Promise.all(rounds);
  });

  test('requests that come in one record are answered each', async () => {
    const socket = connectTo(context.server.base);
    await once(socket, 'secureConnect');
    let text = '';
    socket.on('data', (chunk) => { text += chunk; });
    socket.write(HEALTH.repeat(200)); // several records
    await until(() => text.split('{"status":"ok"}').length === 201, () => `${text.split('{"status":"ok"}').length - 1} answers`);
    socket.destroy();
  });

  test('is for curl, too', async () => {
    const { stdout, code, stderr } = await run('curl', ['--silent', '--show-error', '--cacert', first.cert, '--tlsv1.2', '--http1.1', `${context.server.base}/health`]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), { status: 'ok' });
  });

  test('plain HTTP, and what is nothing at all, is hung up on, and leaves nothing', async () => {
    const { hostname: host, port } = new URL(context.server.base);
    const ask = (bytes) => new Promise((resolve) => {
      const chunks = [];
      const socket = net.connect({ host, port }, () => socket.write(bytes));
      socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => {}).on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    });
    const hello = Buffer.from('160301', 'hex');
    const junk = ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'x', Buffer.alloc(70000, 0xff), Buffer.concat([hello, Buffer.from('ffff', 'hex'), Buffer.alloc(70000)]), Buffer.from('1503010002020a', 'hex')];
    for (const bytes of junk.filter((one) => one.length > 5)) assert.doesNotMatch(await ask(bytes), /HTTP/);
    const round = () => Promise.all(Array.from({ length: 300 }, (_, i) => ask(junk[[0, 2, 3, 4][i % 4]])));
    const memory = () => Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${context.server.pid}/status`, 'utf8'))[1]);
    const files = openFiles(context.server);
    let grown = Infinity; // kB in 1500 connections: what the allocator keeps at first is no leak
    for (let window = 0; window < 6 && grown > 500; window++) {
      const before_ = memory();
      for (let i = 0; i < 5; i++) await round();
      grown = memory() - before_;
    }
    await until(() => openFiles(context.server) <= files + 2, () => `${openFiles(context.server)} files are open, ${files} were`);
    assert.ok(sanitized || grown <= 500, `${grown} kB more after 1500 connections`);
    assertStatus(await send(`${context.server.base}/health`), 200);
  });

  test('a handshake that does not come to its end is not waited for', { timeout: 600000 }, async () => {
    const patient = await startServer('kitchen', { arguments: [...first.arguments, '--head-seconds', String(PATIENCE)] });
    const { hostname: host, port } = new URL(patient.base);
    const hello = await new Promise((resolve) => {
      const catcher = net.createServer((socket) => socket.once('data', (bytes) => { resolve(bytes); socket.destroy(); catcher.close(); }));
      catcher.listen(0, '127.0.0.1', () => tls.connect({ host: '127.0.0.1', port: catcher.address().port }).on('error', () => {}));
    });
    const took = [async () => {}, async (socket) => socket.write(hello.subarray(0, 60)), async (socket) => socket.write(hello), async (socket) => {
      for (const byte of hello.subarray(0, -1)) {
        if (socket.destroyed) break;
        socket.write(Buffer.from([byte]));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }].map(async (write) => {
      const socket = net.connect({ host, port }).on('error', () => {});
      await once(socket, 'connect');
      const began = performance.now();
      const closed = once(socket.resume(), 'close');
      await Promise.all([write(socket), closed]);
      return (performance.now() - began) / 1000;
    });
    const worked = () => readFileSync(`/proc/${patient.pid}/stat`, 'utf8').split(' ').slice(13, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0); // ms
    const before_ = worked();
    for (const seconds of await Promise.all(took)) assert.ok(seconds > PATIENCE / 2 && seconds < 10 * PATIENCE, `closed after ${seconds} s`);
    assert.ok(worked() - before_ < 100 * (sanitized ? 10 : 1), `${worked() - before_} ms of work while nobody asked for anything`);
    await patient.stop();
  });

  test('a handshake that comes in pieces is taken, and one that breaks off leaves nothing', { timeout: 600000 }, async () => {
    const { hostname: host, port } = new URL(context.server.base);
    const files = openFiles(context.server);
    const relay = net.createServer((near) => { // what the client sends goes on a few bytes at a time
      const far = net.connect({ host, port }).setNoDelay();
      far.pipe(near);
      (async () => {
        for await (const chunk of near) {
          for (let at = 0; at < chunk.length; at += 40) {
            far.write(chunk.subarray(at, at + 40));
            await new Promise((resolve) => setTimeout(resolve, 1));
          }
        }
        far.end();
      })().catch(() => far.destroy());
      for (const socket of [near, far]) socket.on('error', () => near.destroy());
    }).listen(0, '127.0.0.1');
    await once(relay, 'listening');
    const piecemeal = { base: `https://127.0.0.1:${relay.address().port}/parse` };
    const shaken = await Promise.all(Array.from({ length: 40 }, (_, i) => shake(piecemeal, { maxVersion: i % 2 ? 'TLSv1.2' : 'TLSv1.3' })));
    for (const one of shaken) assert.equal(one.fingerprint, first.fingerprint, one);
    const broken = Array.from({ length: 100 }, async (_, i) => {
      const socket = connectTo(piecemeal.base).on('error', () => {});
      await new Promise((resolve) => setTimeout(resolve, i / 3));
      socket.destroy();
    });
    await Promise.all(broken);
    await until(() => openFiles(context.server) <= files + 2, () => `${openFiles(context.server)} files are open, ${files} were`);
    relay.close();
    assertStatus(await send(`${context.server.base}/health`), 200);
  });

  test('live queries go over it, and end with their client, and in no one else\'s way', async () => {
    const server = await startServer('kitchen', { arguments: first.arguments });
    const api = client(server);
    const text = unique('live');
    const live = await LiveClient.connect(server);
    await live.subscribe('Item', { text });
    const long = 'ä'.repeat(60000); // several records
    await api.create('Item', { name: long, text });
    assert.equal((await live.event()).object.name, long);
    const files = openFiles(server);
    const others = await Promise.all(Array.from({ length: 50 }, () => LiveClient.connect(server)));
    assert.ok(openFiles(server) >= files + 50);
    others.forEach(({ socket }, i) => (i % 2 ? socket.destroy() : socket.end()));
    await until(() => openFiles(server) <= files + 2, () => `${openFiles(server)} files are open, ${files} were`);
    await api.create('Item', { name: 'again', text });
    assert.equal((await live.event()).object.name, 'again');
    live.close();
    const told = await GraphqlLiveClient.connect(server);
    await told.subscribe('Item', { text });
    await api.create('Item', { name: 'by GraphQL', text });
    assert.equal((await told.event()).object.name, 'by GraphQL');
    told.close();
    await server.stop();
  });

  test('is for the JavaScript SDK, live queries included', async () => {
    const sdk = await installPackages(join(root, 'tests/sdk'), 'sdk-test');
    const url = context.server.base;
    const program = `
      const Parse = require('parse/node');
      Parse.initialize('app');
      Parse.serverURL = '${url}';
      (async () => {
        Parse.User.enableUnsafeCurrentUser();
        const user = await Parse.User.signUp('${unique('sdk')}', 'a long enough password');
        const client = new Parse.LiveQueryClient({ applicationId: 'app', serverURL: '${url.replace(/^http/, 'ws')}' });
        client.open();
        const text = '${unique('sdk')}';
        const subscription = client.subscribe(new Parse.Query('Item').equalTo('text', text), user.getSessionToken());
        await subscription.subscribePromise;
        const told = new Promise((resolve) => subscription.on('create', resolve));
        await new Parse.Object('Item').save({ name: 'by the SDK', text });
        console.log((await told).get('name'), (await new Parse.Query('Item').equalTo('text', text).find()).length);
        await client.close();
        process.exit(0);
      })();`;
    const { stdout, stderr } = await run('node', ['-e', program], { cwd: sdk, env: { ...process.env, NODE_EXTRA_CA_CERTS: first.cert } });
    assert.equal(stdout, 'by the SDK 1\n', stderr);
  });
}, { arguments: first.arguments, ...ours });

describe('TLS at a start and at a stop', ours, () => {
  test('without it browsers are told nothing, nor where --hsts-seconds is 0', async () => {
    for (const arguments_ of [[], [...first.arguments, '--hsts-seconds', '0']]) {
      const server = await startServer('kitchen', { arguments: arguments_ });
      assert.equal((await send(`${server.base}/health`)).headers['strict-transport-security'], undefined);
      await server.stop();
    }
  });

  const fails = async (arguments_, code, said) => {
    const { program } = findBuild('kitchen');
    const folder = mkdtempSync(join(tmpdir(), 'caregen-tls-'));
    const result = await run(program, ['serve', '--listen', '127.0.0.1:0', '--data', folder, ...arguments_]);
    rmSync(folder, { recursive: true });
    assert.equal(result.code, code, result.stderr);
    assert.match(result.stderr, said);
  };

  test('what is no certificate, no key or not its key keeps the server from starting', async () => {
    const other = newCertificate({ kind: 'rsa:2048' });
    const folder = mkdtempSync(join(tmpdir(), 'caregen-tls-'));
    const file = (name, text) => {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    };
    const locked = join(folder, 'locked');
    execFileSync('openssl', ['ec', '-in', first.key, '-out', locked, '-aes128', '-passout', 'pass:secret'], { stdio: 'ignore' });
    for (const [cert, key, said] of [
      [first.cert, other.key, /is not that of the certificate/], [other.cert, first.key, /is not that of the certificate/],
      [join(folder, 'none'), first.key, /none cannot be read/], [first.cert, join(folder, 'none'), /none cannot be read/],
      [file('empty', ''), first.key, /empty is empty/], [file('text', 'no certificate\n'), first.key, /holds no chain of up to 16 certificates/],
      [file('half', first.pem.slice(0, -100)), first.key, /holds no chain/], [first.cert, first.cert, /holds no private key|can be read by others/],
      [file('large', 'x'.repeat(300000)), first.key, /is too large/], [file('many', first.pem.repeat(17)), first.key, /holds no chain/],
      [first.cert, locked, /needs no password/],
    ]) {
      await fails(['--tls-cert', cert, '--tls-key', key], 1, said);
    }
    await fails(['--tls-cert', first.cert], 2, /--tls-cert and --tls-key go together/);
    const open = join(folder, 'open');
    copyFileSync(first.key, open);
    chmodSync(open, 0o604);
    await fails(['--tls-cert', first.cert, '--tls-key', open], 1, /can be read by others \(mode 0604\)/);
    rmSync(folder, { recursive: true });
  });

  test('RSA is as good, and a chain is sent whole', async () => {
    const certificate = newCertificate({ kind: 'rsa:2048' });
    const server = await startServer('kitchen', { arguments: certificate.arguments });
    try {
      for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) assert.equal((await shake(server, { maxVersion })).fingerprint, certificate.fingerprint);
      const plainRsa = await shake(server, { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256:@SECLEVEL=0' });
      assert.equal(typeof plainRsa, 'string', 'a key exchange without forward secrecy');
    } finally {
      await server.stop();
    }
  });

  test('a stop answers what is under way, closes live queries, and leaves nobody hanging', async () => {
    const server = await startServer('kitchen', { arguments: [...first.arguments, '--head-seconds', '600', '--stop-seconds', '600'] });
    const lives = await Promise.all(Array.from({ length: 20 }, () => LiveClient.connect(server)));
    const idle = connectTo(server.base);
    await once(idle, 'secureConnect');
    const raw = net.connect({ port: new URL(server.base).port, host: '127.0.0.1' }); // no handshake to its end
    raw.write(Buffer.from('1603010200010001fc0303', 'hex'));
    await once(raw, 'connect');
    idle.on('error', () => {}).resume();
    raw.on('error', () => {}).resume();
    const closed = Promise.all([once(idle, 'close'), once(raw, 'close')]);
    const api = client(server);
    const writes = Array.from({ length: 50 }, (_, i) => api.call('POST', '/classes/Item', { body: { name: `n${i}` } }));
    await Promise.any(writes);
    await Promise.all([server.stop(), ...lives.map((live) => live.until(() => live.closed))]); // within a minute
    for (const answer of await Promise.allSettled(writes)) if (answer.value) assert.ok([201, 503].includes(answer.value.status), answer.value.text);
    for (const { closed: how } of lives) assert.equal(how.code, 1001);
    await closed;
  });
});

describe('a certificate that is renewed', ours, () => {
  let server;
  let folder;
  let cert;
  let key;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-renewed-'));
    [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    place(first);
    server = await launch(findBuild('kitchen').program, { arguments: ['--tls-cert', cert, '--tls-key', key] });
  });
  after(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const replace = (path, from) => {
    copyFileSync(from, `${path}.new`);
    renameSync(`${path}.new`, path);
  };
  const place = (certificate) => {
    replace(cert, certificate.cert);
    replace(key, certificate.key);
  };
  const shown = async () => (await shake(server)).fingerprint;
  const isShown = (certificate) => until(async () => await shown() === certificate.fingerprint, () => server.output());
  const saidTimes = (text) => server.output().split(text).length - 1;
  /** Does something and waits until the log has said one time more than before. */
  async function says(text, act) {
    const before_ = saidTimes(text);
    await act();
    await until(() => saidTimes(text) > before_, () => `${text} is not said:\n${server.output()}`);
  }
  const staying = (act) => says('the certificate stays the one that was read before', act);

  test('is taken up by itself, and open connections go on', async () => {
    const socket = connectTo(server.base);
    await once(socket, 'secureConnect');
    const live = await LiveClient.connect(server);
    const second = newCertificate({ kind: 'rsa:2048' });
    await says('the renewed certificate was taken up: it expires on', () => place(second));
    assert.equal(await shown(), second.fingerprint);
    socket.write(HEALTH);
    assert.match(String((await once(socket, 'data'))[0]), /^HTTP\/1\.1 200/);
    socket.destroy();
    await live.subscribe('Item', { text: 'still there' });
    live.close();
  });

  test('is taken up at once by SIGHUP', async () => {
    const next = newCertificate();
    place(next);
    await says('the renewed certificate was taken up', () => process.kill(server.pid, 'SIGHUP'));
    assert.equal(await shown(), next.fingerprint);
  });

  test('is not, as long as one of the two files is the old one', async () => {
    const old = await shown();
    const next = newCertificate();
    await staying(() => replace(cert, next.cert));
    assert.equal(await shown(), old);
    replace(key, next.key);
    await isShown(next);
  });

  test('is not, where it is broken, half-written or gone; the next good one is', async () => {
    const old = await shown();
    const next = newCertificate();
    for (const act of [
      () => writeFileSync(cert, next.pem.slice(0, 300)), () => writeFileSync(cert, ''), () => writeFileSync(key, 'nothing', { mode: 0o600 }), () => unlinkSync(cert),
    ]) {
      await staying(act);
      assert.equal(await shown(), old);
    }
    place(next);
    await isShown(next);
  });

  test('is not, where its key can be read by others, until it is private', async () => {
    const old = await shown();
    const next = newCertificate();
    chmodSync(next.key, 0o644);
    await says('can be read by others (mode 0644)', () => place(next));
    assert.equal(await shown(), old);
    chmodSync(key, 0o640);
    await isShown(next);
  });

  test('is not, where it has expired', async () => {
    const old = await shown();
    const expired = newCertificate({ ends: new Date(Date.now() - 1000) });
    await says('has expired: the one that was read before stays', () => place(expired));
    assert.equal(await shown(), old);
    const next = newCertificate({ ends: new Date(Date.now() + 3.5 * 24 * 3600 * 1000) });
    await says('expires in 3 days', () => place(next));
    assert.equal(await shown(), next.fingerprint);
  });

  test('is found behind a link, as certbot leaves it', async () => {
    const [one, other] = [newCertificate(), newCertificate()];
    for (const [path, target] of [[cert, one.cert], [key, one.key]]) {
      unlinkSync(path);
      symlinkSync(target, path);
    }
    await isShown(one);
    for (const [path, target] of [[cert, other.cert], [key, other.key]]) {
      symlinkSync(target, `${path}.new`);
      renameSync(`${path}.new`, path);
    }
    await isShown(other);
  });

  test('is taken up under load, with no handshake lost', async () => {
    const pairs = [newCertificate(), newCertificate({ kind: 'rsa:2048' })];
    let done = false;
    const seen = new Set();
    const shaking = Array.from({ length: 8 }, async () => {
      while (!done) {
        const shaken = await shake(server);
        assert.equal(typeof shaken, 'object', shaken);
        seen.add(shaken.fingerprint);
      }
    });
    for (let i = 0; i < 12; i++) {
      place(pairs[i % 2]);
      await says('the renewed certificate was taken up', () => process.kill(server.pid, 'SIGHUP'));
    }
    done = true;
    await Promise.all(shaking);
    for (const { fingerprint } of pairs) assert.ok(seen.has(fingerprint));
  });
});
