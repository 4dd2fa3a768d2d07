// The driver (driver.c) as promises, and caregen's commands over a folder of one app's inputs.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { generator } from '../lib/builds.mjs';
import { compile, storeLayer } from '../lib/c_program.mjs';

let program;
let drivers = 0;

/** The end of a file, which is asked for with each answer. */
function lastOf(path) {
  const bytes = Buffer.alloc(4000);
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, bytes, 0, bytes.length, Math.max(0, fstatSync(file).size - bytes.length));
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}

/** Starts a driver; end() when done, which resolves to its exit code: 0, or what leaked is in the log. What it logs is in log(), kept in a file in the folder. */
export function startDriver(folder) {
  program ??= compile(['tests/evolve/driver.c', 'templates/runtime/program/migrate.c', 'templates/runtime/program/system_tables.c', ...storeLayer],
    { libraries: ['cjson', 'sodium', 'sqlite3', 'pcre2-8', 'unistring', 'm'], extra: ['-Wl,--wrap=store_execute'] });
  // A file, not a pipe: what was logged before an answer is there when the answer is.
  const logFile = join(folder, `driver${drivers++}.log`);
  // What is freed is kept from being used again for 8 MB, not 256: it is copied whenever the driver forks.
  const env = { ...process.env, ASAN_OPTIONS: 'quarantine_size_mb=8' };
  const child = spawn(program, [], { stdio: ['pipe', 'pipe', openSync(logFile, 'w')], env });
  const waiting = [];
  const log = () => lastOf(logFile);
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift().resolve(JSON.parse(line)));
  child.on('close', (code) => waiting.forEach(({ reject }) => reject(new Error(`the driver ended with ${code}: ${log()}`))));
  const ended = once(child, 'close').then(([code]) => code);
  const say = (line) => new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    child.stdin.write(`${line}\n`);
  });
  return {
    log,
    migrate: async (database, folder) => (await say(`migrate ${database} ${join(folder, 'migrations')}`)).done,
    crash: async (after, database, folder) => (await say(`crash ${after} ${database} ${join(folder, 'migrations')}`)).status,
    sql: async (database, sql) => {
      const { rows, error } = await say(`sql ${database} ${sql.replaceAll('\n', '\\n')}`);
      if (error) throw new Error(`${error}: ${sql}`);
      return rows;
    },
    end: () => {
      child.stdin.end();
      return ended;
    },
  };
}

/** Runs caregen over the folder's schema.json and spec.md; resolves to { code, stdout, stderr }. */
export function caregen(folder, command, ...flags) {
  const inputs = ['--schema', 'schema.json', '--spec', 'spec.md', '--name', 'app', '--history', '.'];
  return new Promise((resolve) => {
    execFile(generator, [command, ...inputs, ...flags], { cwd: folder }, (error, stdout, stderr) => resolve({ code: error ? error.code : 0, stdout, stderr }));
  });
}

export function writeInputs(folder, { schema, spec }) {
  writeFileSync(join(folder, 'schema.json'), JSON.stringify(schema, null, 1));
  writeFileSync(join(folder, 'spec.md'), spec);
}
