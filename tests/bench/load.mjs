// One run of wrk against one process, and what the process spent on it.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../lib/builds.mjs';

/** The script that sends the requests of a file. */
export const script = join(dirname(fileURLToPath(import.meta.url)), 'requests.lua');
const ticksASecond = Number(execFileSync('getconf', ['CLK_TCK']));

/** The sum of some fields of a process's stat, in seconds; utime is 11, counted behind the name (proc(5)). */
function statSeconds(pid, ...fields) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const values = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name may hold anything
  return fields.reduce((sum, field) => sum + Number(values[field]), 0) / ticksASecond;
}

/** CPU time of a process and its threads so far, in seconds: user and system together. */
export const cpuSeconds = (pid) => statSeconds(pid, 11, 12);

/** CPU time of this process and of the children that it has waited for. */
const ownSeconds = () => statSeconds('self', 11, 12, 13, 14);

/** CPU time of the whole machine so far: all of the first line of /proc/stat but idle and iowait. */
function machineSeconds() {
  const [user, nice, system, , , irq, softirq, steal] =
    readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) / ticksASecond;
}

/** Memory of a process in MB: resident now, the part of it that no file backs, and the peak. */
export function memory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)[1]) / 1024;
  return { resident: megabytes('VmRSS'), anonymous: megabytes('RssAnon'), peak: megabytes('VmHWM') };
}

/** The bytes of one HTTP request. */
export function requestBytes(base, { method = 'GET', path, headers = {}, body }) {
  const url = new URL(base + path);
  const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`, `Host: ${url.host}`];
  const all = { Accept: 'application/json', ...headers };
  const text = body === undefined ? '' : JSON.stringify(body);
  if (text) Object.assign(all, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  for (const [name, value] of Object.entries(all)) lines.push(`${name}: ${value}`);
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}

/** Keeps requests in a file for wrk, in an order that is mixed but always the same. */
export function writeRequests(file, requests) {
  const mixed = requests
    .map((request, i) => ({ request, key: Math.imul(i + 1, 0x9e3779b1) >>> 0 }))
    .sort((a, b) => a.key - b.key);
  writeFileSync(file, mixed.map(({ request }) => `${request}\0`).join(''));
}

/**
 * Sends the requests of a file to `base` over that many connections, and returns requests a second,
 * latencies in ms, the CPU time of process `pid`, and how many cores anything else on the machine kept
 * busy meanwhile, which takes from the requests a second. Throws when any request was not answered with
 * success: a fast refusal is no result.
 */
export async function load({ base, pid, requests, connections, seconds }) {
  const wrkArguments = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script, base];
  const clocks = () => ({ used: cpuSeconds(pid), own: ownSeconds(), all: machineSeconds(), at: performance.now() });
  const before = clocks();
  const { code, stdout, stderr } = await run('wrk', wrkArguments, {
    env: { ...process.env, BENCH_REQUESTS: requests },
  });
  const after = clocks();
  const used = after.used - before.used;
  const others = after.all - before.all - used - (after.own - before.own);
  const match = /^RESULT (.*)$/m.exec(stdout);
  if (code !== 0 || !match) throw new Error(`wrk: exit ${code}\n${stdout}${stderr}`);
  const result = JSON.parse(match[1]);
  if (result.refused || result.broken) {
    throw new Error(`${requests}: of ${result.requests} requests ${result.refused} were refused, ${result.broken} broken`);
  }
  return {
    perSecond: result.requests / (result.microseconds / 1e6),
    p50: result.p50 / 1000,
    p99: result.p99 / 1000,
    cpuPerThousand: used / (result.requests / 1000),
    perCoreSecond: used > 0 ? result.requests / used : NaN,
    otherCores: Math.max(0, others) / ((after.at - before.at) / 1000),
  };
}

/** The middle one of several numbers; of an even count the lower of the two. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** The median of each member of several results. */
export function medians(results) {
  const names = Object.keys(results[0]);
  return Object.fromEntries(names.map((name) => [name, median(results.map((result) => result[name]))]));
}

/** Waits until a process has stopped using the CPU: it may still hash for connections that are gone. */
export async function settle(pid) {
  for (let i = 0; i < 100; i++) {
    const before = cpuSeconds(pid);
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (cpuSeconds(pid) - before < 0.02) return;
  }
  throw new Error(`process ${pid} does not come to rest`);
}
