// A service manager for a server, as systemd is one: service_manager.c.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildServer } from './builds.mjs';
import { compile } from './c_program.mjs';

const DEADLINE = 120000; // ms
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

let program;

/**
 * Starts one for the build: { ports, dataFolder, start(), signal(number), next(pattern), said(pattern), log(), stop() }.
 * `sockets` and `watchdog` (microseconds) are as service_manager.c has them.
 */
export async function serviceManager(buildName, { sockets = 't', watchdog = 0, notify, arguments: more = [] } = {}) {
  program ??= compile(['tests/lib/service_manager.c']);
  const build = await buildServer(buildName);
  const dataFolder = mkdtempSync(join(tmpdir(), 'caregen-service-'));
  const child = spawn(program, [
    notify ?? join(dataFolder, 'notify'), String(watchdog), sockets || '-', build.program, 'serve', '--listen', '127.0.0.1:0', '--data', join(dataFolder, 'data'), '--app-id', 'app', ...more,
  ]);
  running.add(child);
  const lines = []; // that nobody has taken yet
  const all = [];
  const logged = [];
  const news = new EventEmitter().setMaxListeners(0);
  const read = (stream, ...lists) => createInterface({ input: stream }).on('line', (line) => {
    lists.forEach((list) => list.push(line));
    news.emit('line');
  });
  read(child.stdout, lines, all);
  read(child.stderr, logged);
  const closed = once(child, 'close');

  /** Waits for a line that fits, takes it and those before it, and returns its match. */
  async function find(list, pattern, takes) {
    const signal = AbortSignal.timeout(DEADLINE);
    for (;;) {
      const at = list.findIndex((line) => pattern.test(line));
      if (at >= 0) return pattern.exec(takes ? list.splice(0, at + 1).at(-1) : list[at]);
      await once(news, 'line', { signal }).catch(() => assert.fail(`${pattern} did not come:\n${all.join('\n')}\n${logged.join('\n')}`));
    }
  }
  const next = (pattern) => find(lines, pattern, true);
  const order = (line) => child.stdin.write(`${line}\n`);
  const ports = [];
  for (let i = 0; i < sockets.length; i++) ports.push(Number((await next(/^port (\d+)$/))[1]));
  return {
    ports, dataFolder, next,
    log: () => logged.join('\n'),
    /** Waits until the server has printed a line that fits; returns the match. */
    logged: (pattern) => find(logged, pattern, false),
    told: () => all.filter((line) => line.startsWith('said ')).map((line) => line.slice(5)),
    async start({ other = false } = {}) {
      order(other ? 'start-other' : 'start');
      return Number((await next(/^started (\d+)$/))[1]);
    },
    signal: (number) => order(`signal ${number}`),
    async end() {
      order('signal 15');
      return Number((await next(/^ended (-?\d+)$/))[1]);
    },
    async stop() {
      child.stdin.end();
      await closed;
      running.delete(child);
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
