// A running server for a test: built, started on a port that the kernel picks, with a data folder of
// its own, and ended by the pid that was started. Or, when the environment names one, a server that
// runs already (reference.mjs).
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildServer, findBuild, root } from './builds.mjs';
import { certificate } from './certificates.mjs';
import { beforeServer, Control, linkFaulty, runsWithFaults } from './faults.mjs';
import { prepareReference, referenceServer, runsAgainstReference } from './reference.mjs';

// ms; only what hangs meets them: sanitizers are slow, and a busy machine may have a process stand still for seconds.
const START_DEADLINE = 120000;
const STOP_DEADLINE = 60000;
const LOG_DEADLINE = 60000;

// A test file that is ended from outside takes its servers with it.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(1));

/**
 * Starts a server of the named build. Options: restKey, javascriptKey (none unless given),
 * masterKey (a random one), demo, dataFolder (a new one, removed at the end), mount, arguments,
 * environment.
 *
 * Returns { base, appId, masterKey, restKey, javascriptKey, pid, dataFolder, output(), stop(),
 * kill() }. stop() ends it with SIGTERM and fails unless it ends with exit code 0.
 */
export async function startServer(buildName, options = {}) {
  const reference = referenceServer(options.restKey ? 'keyed' : 'open');
  if (runsAgainstReference()) {
    if (!reference) throw new Error('no such server is given; the test should have been skipped');
    await prepareReference(reference, join(root, findBuild(buildName).schema));
    return reference;
  }
  const build = await buildServer(buildName);
  return runsWithFaults() ? launchFaulty(build, options) : launch(build.program, options);
}

async function launchFaulty(build, options) {
  const control = new Control();
  const server = await launch(await linkFaulty(build), { ...options, environment: { ...options.environment, ...control.environment } });
  const proxy = await beforeServer(build.name, server.base, control);
  const { stop, kill } = server;
  const after = (end) => (...given) => {
    proxy.stop();
    return end(...given);
  };
  return Object.assign(server, { base: proxy.base, stop: after(stop), kill: after(kill) });
}

/** Starts a program that is already there; see startServer(). */
export async function launch(program, options = {}) {
  const ownFolder = options.dataFolder ? null : mkdtempSync(join(tmpdir(), 'caregen-test-'));
  const dataFolder = options.dataFolder ?? ownFolder;
  const masterKey = options.masterKey ?? randomBytes(16).toString('hex');
  const keyFile = join(dataFolder, 'test-master-key');
  writeFileSync(keyFile, `${masterKey}\n`, { mode: 0o600 });
  const mount = options.mount ?? '/parse';
  const serverArguments = ['serve', '--listen', '127.0.0.1:0', '--data', dataFolder, '--mount', mount];
  serverArguments.push('--app-id', 'app', '--master-key-file', keyFile);
  if (options.restKey) serverArguments.push('--rest-key', options.restKey);
  if (options.javascriptKey) serverArguments.push('--js-key', options.javascriptKey);
  if (options.demo) serverArguments.push('--demo');
  if (process.env.CAREGEN_TEST_TLS) serverArguments.push(...certificate().arguments);
  serverArguments.push(...(options.arguments ?? []));

  const environment = { ...process.env, ...options.environment };
  for (const name of Object.keys(environment)) {
    if (name.startsWith('CAREGEN_') && !options.environment?.[name]) delete environment[name];
  }
  const child = spawn(program, serverArguments, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  const lines = [];
  const printed = new EventEmitter();
  running.add(child);
  const exited = new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  const base = await listening(child, exited, lines, printed);

  return {
    base,
    appId: 'app',
    masterKey,
    restKey: options.restKey,
    javascriptKey: options.javascriptKey,
    pid: child.pid,
    dataFolder,
    reference: false,
    /** All lines that it has printed, both streams. */
    output: () => lines.join('\n'),
    /** Waits until it has printed a line with the text; rejects when it never does. */
    async logged(text) {
      const signal = AbortSignal.timeout(LOG_DEADLINE);
      while (!lines.some((line) => line.includes(text))) await once(printed, 'line', { signal });
    },
    async stop(signalName = 'SIGTERM') {
      child.kill(signalName);
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE);
      const { code, signal } = await exited;
      clearTimeout(timer);
      if (ownFolder) rmSync(ownFolder, { recursive: true, force: true });
      if (code !== 0) throw new Error(`the server ended with ${signal ?? code}:\n${lines.join('\n')}`);
    },
    /** Ends it without warning, as a power cut would, and keeps its data folder. */
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Waits for the line that says where the server listens. */
function listening(child, exited, lines, printed) {
  return new Promise((resolve, reject) => {
    const fail = (reason) => reject(new Error(`${reason}:\n${lines.join('\n')}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`the server did not say where it listens within ${START_DEADLINE} ms`);
    }, START_DEADLINE);
    const read = (line) => {
      lines.push(line);
      printed.emit('line');
      const match = /listening on (https?:\/\/\S+)/.exec(line);
      if (!match) return;
      clearTimeout(timer);
      resolve(match[1].replace(/\/$/, ''));
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    child.on('error', (error) => {
      clearTimeout(timer);
      fail(error.message);
    });
    exited.then(({ code, signal }) => {
      clearTimeout(timer);
      fail(`the server ended with ${signal ?? code} before it listened`);
    });
  });
}
