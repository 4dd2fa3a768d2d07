// A PostgreSQL of our own: a new cluster in a folder, on a socket and a free loopback port, as the user
// "postgres" when we are root (it refuses to run as root). Ended by the pid that was started.
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const START_DEADLINE = 30000; // ms

/** The folder of the newest PostgreSQL's programs, where Debian puts them. */
function programs() {
  const base = '/usr/lib/postgresql';
  const versions = readdirSync(base).sort((a, b) => Number(a) - Number(b));
  return join(base, versions.at(-1), 'bin');
}

/** [program, arguments] as the user that PostgreSQL may run as. */
function asPostgres(program, programArguments) {
  if (process.getuid() !== 0) return [program, programArguments];
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--init-groups', program, ...programArguments]];
}

const runAsPostgres = (program, programArguments) =>
  execFileSync(...asPostgres(program, programArguments), { stdio: 'pipe', cwd: '/', encoding: 'utf8' });

/** Starts PostgreSQL below `folder` and returns { uri, stop() }; the database has PostGIS. */
export async function startPostgres(folder, port) {
  const bin = programs();
  const cluster = join(folder, 'cluster');
  mkdirSync(cluster, { recursive: true });
  if (process.getuid() === 0) {
    const id = (option) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
    for (const path of [folder, cluster]) chownSync(path, id('-u'), id('-g'));
  }
  runAsPostgres(join(bin, 'initdb'), ['-D', cluster, '-U', 'parse', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8']);
  // Nothing here outlives the run, so commits need not reach the disk.
  appendFileSync(join(cluster, 'postgresql.conf'), `
listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = '${folder}'
fsync = off
synchronous_commit = off
`);
  const child = spawn(...asPostgres(join(bin, 'postgres'), ['-D', cluster]), { stdio: 'ignore', cwd: '/' });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const psql = (database, sql) => runAsPostgres(join(bin, 'psql'),
    ['-h', folder, '-p', String(port), '-U', 'parse', '-d', database, '-v', 'ON_ERROR_STOP=1', '-qc', sql]);
  const deadline = Date.now() + START_DEADLINE;
  for (;;) {
    try {
      psql('postgres', 'CREATE DATABASE parse');
      break;
    } catch (error) {
      if (child.exitCode !== null || Date.now() > deadline) throw error;
      await delay(100); // there is no event for "accepts connections"
    }
  }
  psql('parse', 'CREATE EXTENSION postgis'); // parse-server measures distances with it
  return {
    uri: `postgres://parse@127.0.0.1:${port}/parse`,
    async stop() {
      child.kill('SIGINT'); // fast shutdown
      await exited;
    },
  };
}
