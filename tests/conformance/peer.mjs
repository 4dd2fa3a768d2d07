// The peer: a real parse-server with the classes of tests/schemas/sdk.schema.json, for comparison.
//
//   node tests/conformance/peer.mjs        starts one and prints what the tests want in the environment
//
// parse-server is installed into build/conformance from its lock file, or taken from the folder that
// CAREGEN_PEER names (the one that holds node_modules).
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { root, run } from '../lib/builds.mjs';
import { client } from '../lib/rest.mjs';
import { keys, policies } from '../sdk/lib/keys.mjs';
import { startPostgres } from './postgres.mjs';

const here = dirname(fileURLToPath(import.meta.url));

const BUILT_IN = ['objectId', 'createdAt', 'updatedAt', 'ACL']; // every class has them

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The folder that parse-server is installed in. */
async function installation() {
  if (process.env.CAREGEN_PEER) return process.env.CAREGEN_PEER;
  const folder = join(root, 'build/conformance');
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    const wanted = readFileSync(join(here, 'peer', file), 'utf8');
    const target = join(folder, file);
    if (existsSync(target) && readFileSync(target, 'utf8') === wanted) continue;
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    cpSync(join(here, 'peer', file), target);
  }
  if (!existsSync(join(folder, 'node_modules/parse-server'))) {
    const { code, stdout, stderr } = await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
    if (code !== 0) throw new Error(`npm ci: exit ${code}\n${stdout}${stderr}`);
  }
  return folder;
}

function parseServerOptions(databaseURI, url) {
  return {
    databaseURI,
    serverURL: url,
    publicServerURL: url,
    appId: keys.appId,
    masterKey: keys.masterKey,
    readOnlyMasterKey: keys.readOnlyMasterKey,
    javascriptKey: keys.javascriptKey,
    restAPIKey: keys.restKey,
    clientKey: keys.clientKey,
    dotNetKey: keys.dotNetKey,
    webhookKey: keys.webhookKey,
    logLevel: 'error',
    silent: true,
    logsFolder: null,
    verifyServerUrl: false,
    allowClientClassCreation: false,
    idempotencyOptions: { paths: ['.*'], ttl: 60 },
    accountLockout: policies.accountLockout,
    passwordPolicy: policies.passwordPolicy,
    filesAdapter: { module: '@parse/fs-files-adapter', options: {} }, // in its folder; the default wants MongoDB
    auth: { mfa: { options: ['TOTP'], digits: 6, period: 30, algorithm: 'SHA1' } },
    // The defaults of the next major version are refused or warned of one by one; we keep this one's.
  };
}

/** Creates the classes of a schema file. */
async function createClasses(server, file) {
  const { call } = client(server);
  for (const { className, fields, classLevelPermissions } of JSON.parse(readFileSync(file, 'utf8')).classes) {
    const path = `/schemas/${className}`;
    const method = className.startsWith('_') ? 'PUT' : 'POST';
    const own = Object.fromEntries(Object.entries(fields).filter(([name]) => !BUILT_IN.includes(name)));
    const answer = await call(method, path, { body: { className, fields: own, classLevelPermissions }, master: true });
    if (answer.status !== 200) throw new Error(`${className}: ${answer.status} ${answer.text}`);
  }
}

/** Resolves with the URL in the child's "listening on" line. */
function listening(child) {
  return new Promise((resolve, reject) => {
    const lines = [];
    const read = (line) => {
      lines.push(line);
      const match = /listening on (\S+)/.exec(line);
      if (match) resolve(match[1]);
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    child.on('exit', (code) => reject(new Error(`parse-server ended with ${code}:\n${lines.join('\n')}`)));
  });
}

/**
 * Starts both, with the classes of a schema file (a path from the root) and, where that is asked for, GraphQL at /graphql
 * beside the mount path; returns { environment, base, pid, keys, stop() }.
 */
export async function startPeer({ schema = 'tests/schemas/sdk.schema.json', graphql = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-peer-'));
  chmodSync(folder, 0o711); // PostgreSQL may run as another user, with a folder of its own below
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  let postgres;
  let installed;
  try {
    installed = await installation();
    postgres = await startPostgres(join(folder, 'postgres'), await freePort());
  } catch (error) {
    removeFolder();
    throw error;
  }
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/parse`;
  const settings = join(folder, 'settings.json');
  writeFileSync(settings, JSON.stringify({ installation: installed, port, graphql, options: parseServerOptions(postgres.uri, base) }));
  const child = spawn(process.execPath, [join(here, 'parse_server.cjs'), settings], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    await postgres.stop();
    removeFolder();
  };
  try {
    await listening(child);
    await createClasses({ base, ...keys }, join(root, schema));
  } catch (error) {
    await stop();
    throw error;
  }
  return { environment: { CAREGEN_TEST_BASE: base }, base, pid: child.pid, keys, stop };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const peer = await startPeer();
  for (const [name, value] of Object.entries(peer.environment)) console.log(`export ${name}=${value}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => peer.stop().then(() => process.exit(0)));
}
