#!/usr/bin/env node
// The program's own benchmark (make bench). Prints its tables, how each target stands, and leaves the
// figures in build/bench/results.json. Exit code 1 when the generator misses its limits or an answer is
// wrong; the speed of a server depends on the machine, so a missed target there is said and no more.
//
// BENCH_SECONDS (3) and BENCH_REPEATS (3) of each case, BENCH_CONNECTIONS (1,16,64), BENCH_WORKLOADS
// (health,get,find,create,create_indexed,update,login,mixed), BENCH_PARTS (generator,server,audited,peer,rules,live,
// beside,graphql,graphql_peer,files).
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/builds.mjs';
import { benchAudited } from './audited.mjs';
import { benchBeside } from './beside.mjs';
import { benchFiles } from './files.mjs';
import { benchGenerator } from './generator.mjs';
import { benchGraphql } from './graphql.mjs';
import { benchGraphqlPeer } from './graphql_peer.mjs';
import { benchLive } from './live.mjs';
import { benchRules } from './rules.mjs';
import { benchPeer, benchServer, stopAll } from './server.mjs';

const parts = { generator: benchGenerator, server: benchServer, audited: benchAudited, peer: benchPeer, rules: benchRules, live: benchLive, beside: benchBeside, graphql: benchGraphql, graphql_peer: benchGraphqlPeer, files: benchFiles };
const wanted = (process.env.BENCH_PARTS ?? Object.keys(parts).join()).split(',');
for (const part of wanted) {
  if (!parts[part]) throw new Error(`BENCH_PARTS: there is no part "${part}"`);
}

const work = join(root, 'build/bench/work');
mkdirSync(work, { recursive: true });
const context = {
  generator: process.env.CAREGEN ?? join(root, 'build/caregen'),
  programs: join(root, 'build/bench'),
  work,
  seconds: Number(process.env.BENCH_SECONDS ?? 3),
  repeats: Number(process.env.BENCH_REPEATS ?? 3),
  workloads: (process.env.BENCH_WORKLOADS ?? 'health,get,find,create,create_indexed,update,login,mixed').split(','),
  connections: (process.env.BENCH_CONNECTIONS ?? '1,16,64').split(',').map(Number),
};

const machine = `${cpus().length} cores (${cpus()[0].model}), Linux ${release()}, Node ${process.version}`;
console.log(`${machine}; ${context.repeats} runs of ${context.seconds} s each, medians; load before: ${loadavg()[0].toFixed(2)}`);
const results = { at: new Date().toISOString(), machine, seconds: context.seconds, repeats: context.repeats };
try {
  for (const part of wanted) results[part] = await parts[part](context);
  writeFileSync(join(root, 'build/bench/results.json'), `${JSON.stringify(results, null, 2)}\n`);
  if (results.generator && !results.generator.kept) process.exitCode = 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await stopAll();
}
process.exit(); // connections that are kept open would hold it
