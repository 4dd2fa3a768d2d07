// Ceph's object gateway from Debian, alone on this machine: a monitor, one store of objects in memory and radosgw, which
// speak to each other on loopback addresses without authentication, as the user who runs the tests.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from '../lib/builds.mjs';
import { keyId, secret } from './store.mjs';

const STARTED_WITHIN = 120; // seconds
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

/** Sends a request without a body, signed by Signature Version 4, and returns { status, text }. */
export function ask(url, method, path) {
  const { host, hostname, port } = new URL(url);
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = [time.slice(0, 8), 'us-east-1', 's3', 'aws4_request'];
  const headers = { host, 'x-amz-content-sha256': sha256(''), 'x-amz-date': time };
  const names = Object.keys(headers).join(';');
  const canonical = [method, path, '', ...Object.entries(headers).map(([name, value]) => `${name}:${value}`), '', names, sha256('')].join('\n');
  const key = scope.reduce((last, part) => hmac(last, part), `AWS4${secret}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n')).toString('hex');
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${keyId}/${scope.join('/')}, SignedHeaders=${names}, Signature=${signature}`;
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    request.on('error', reject);
    request.end();
  });
}

/** Ports that nobody has now. */
async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

const configuration = ({ folder, id, monitor, gateway }) => `[global]
fsid = ${id}
mon host = v2:127.0.0.1:${monitor}/0
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = none
auth service required = none
auth client required = none
# What nobody has to prove cannot be secret either, which the gateway asks for by itself.
ms mon client mode = crc
run dir = ${folder}
admin socket =
pid file =
crash dir = ${folder}
keyring = ${folder}/keyring
log file = ${folder}/$name.log
mon data = ${folder}/mon
mon data avail warn = 1
mon data avail crit = 0
mon allow pool size one = true
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 1073741824
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd crush chooseleaf type = 0
rgw data = ${folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:${gateway}
`;

/** Starts it with a bucket called `backups`, in a folder that is the caller's: { url, close() }. */
export async function startGateway(folder) {
  const [monitor, gateway] = await freePorts(2);
  const id = randomUUID();
  const osd = randomUUID();
  const settings = join(folder, 'ceph.conf');
  const url = `http://127.0.0.1:${gateway}`;
  const running = [];
  const done = async (command, ...words) => {
    const { code, stdout, stderr } = await run(command, words);
    assert.equal(code, 0, `${command} ${words.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  const start = (name, ...words) => {
    const child = spawn(name, ['-c', settings, ...words, '-f'], { stdio: 'ignore' });
    running.push({ child, ended: new Promise((resolve) => child.once('close', resolve)) });
  };
  const close = async () => {
    for (const { child } of running) child.kill('SIGKILL'); // nothing of it is to last
    await Promise.all(running.map(({ ended }) => ended));
  };
  try {
    for (const name of ['mon', 'osd', 'rgw']) mkdirSync(join(folder, name));
    writeFileSync(settings, configuration({ folder, id, monitor, gateway }));
    const map = join(folder, 'monmap');
    await done('monmaptool', '--create', '--fsid', id, '--addv', 'a', `[v2:127.0.0.1:${monitor}/0]`, map);
    await done('ceph-mon', '-c', settings, '-i', 'a', '--mkfs', '--monmap', map);
    start('ceph-mon', '-i', 'a');
    await done('ceph', '-c', settings, '--connect-timeout', String(STARTED_WITHIN), 'osd', 'new', osd, '0');
    await done('ceph-osd', '-c', settings, '-i', '0', '--mkfs', '--osd-uuid', osd);
    start('ceph-osd', '-i', '0');
    start('radosgw', '-n', 'client.rgw.a', '--setuser', userInfo().username);
    for (const deadline = Date.now() + STARTED_WITHIN * 1000; !(await ask(url, 'GET', '/').catch(() => null));) {
      if (Date.now() > deadline) assert.fail(`radosgw does not answer: ${readFileSync(join(folder, 'client.rgw.a.log'), 'utf8').slice(-2000)}`);
      await pause(200);
    }
    await done('radosgw-admin', '-c', settings, '-n', 'client.rgw.a', 'user', 'create', '--uid=caregen', '--display-name=caregen', `--access-key=${keyId}`, `--secret=${secret}`);
    const { status, text } = await ask(url, 'PUT', '/backups');
    assert.equal(status, 200, text);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close };
}
