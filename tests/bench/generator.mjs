// How the generator grows with its input: synthetic schemas of 10, 100 and 1,000 classes of 20 fields.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from '../lib/builds.mjs';
import { median } from './load.mjs';
import { printTable, verdict } from './print.mjs';

const SIZES = [10, 100, 1000];
const REPEATS = 3;
const SECONDS_TARGET = 0.25;
const SECONDS_LIMIT = 0.6;
const MEGABYTES_LIMIT = 90;
/** From 100 to 1,000 classes, linear growth is a factor of 10; beyond this it is something else. */
const GROWTH_LIMIT = 13;

const FIELD_TYPES = [
  { type: 'String', required: true }, { type: 'String' }, { type: 'Number' }, { type: 'Boolean', defaultValue: false },
  { type: 'Date', required: true }, { type: 'Object' }, { type: 'Array' }, { type: 'GeoPoint' }, { type: 'Pointer' },
  { type: 'Pointer', targetClass: '_User' },
];

function syntheticSchema(classCount) {
  const name = (number) => `Record${String(number).padStart(4, '0')}`;
  const field = (classNumber, i) => {
    const type = FIELD_TYPES[i % FIELD_TYPES.length];
    const target = name((classNumber * 7 + i) % classCount);
    return type.type === 'Pointer' ? { targetClass: target, ...type } : type;
  };
  const classes = Array.from({ length: classCount }, (_, number) => ({
    className: name(number),
    fields: Object.fromEntries(Array.from({ length: 20 }, (_field, i) => [`measure${i + 1}`, field(number, i)])),
  }));
  return JSON.stringify({ classes }, null, 2);
}

/** Files and lines below a folder. */
function countLines(folder) {
  const total = { files: 0, lines: 0 };
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    total.files += 1;
    const bytes = readFileSync(join(entry.parentPath ?? entry.path, entry.name));
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) total.lines += 1;
  }
  return total;
}

/** What floor_tree writes of a tree: a list of lengths and paths, and all contents. */
function floorInputs(folder, out) {
  const entries = readdirSync(out, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => relative(out, join(entry.parentPath ?? entry.path, entry.name))).sort();
  const contents = paths.map((path) => readFileSync(join(out, path)));
  const [list, all] = [join(folder, 'list'), join(folder, 'contents')];
  writeFileSync(list, paths.map((path, i) => `${contents[i].length} ${path}\n`).join(''));
  writeFileSync(all, Buffer.concat(contents));
  return [list, all];
}

async function measured(programs, command) {
  const { code, stdout, stderr } = await run(join(programs, 'measure'), command);
  if (code !== 0) throw new Error(`${command.join(' ')}: exit ${code}\n${stderr}`);
  return JSON.parse(stdout);
}

/** Each run has a folder of its own, and its floor right behind it: the same files by a program that only writes. */
async function measure({ generator, programs }, folder, classCount) {
  const schema = join(folder, `${classCount}.json`);
  const generate = [generator, 'generate', '--schema', schema, '--name', 'synthetic', '--access', 'owner', '--out'];
  writeFileSync(schema, syntheticSchema(classCount));
  const results = [];
  const floors = [];
  let out;
  let inputs;
  for (let i = 0; i < REPEATS; i++) {
    out = join(folder, `${classCount}_${i}`);
    results.push(await measured(programs, [...generate, out]));
    inputs ??= floorInputs(folder, out);
    floors.push(await measured(programs, [join(programs, 'floor_tree'), ...inputs, `${out}_floor`]));
  }
  const { files, lines } = countLines(out);
  const of = (name) => median(results.map((result) => result[name]));
  const times = (name) => median(results.map((result, i) => result[name] / floors[i][name]));
  return {
    classCount, files, lines, seconds: of('seconds'), cpuSeconds: of('cpuSeconds'), megabytes: of('peakKilobytes') / 1024,
    timesFloor: times('seconds'), cpuTimesFloor: times('cpuSeconds'),
  };
}

/** Prints the table; returns whether the limits are kept. */
export async function benchGenerator(context) {
  // In memory where there is such a file system: on a disk the time to make files is the file system's,
  // and varies threefold (ext4 is slow to make files where others were just deleted).
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : context.work, 'caregen-bench-'));
  const rows = [];
  try {
    for (const classCount of SIZES) rows.push(await measure(context, folder, classCount));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log('\nGenerator: classes of 20 fields, into an empty folder\n');
  printTable(
    ['classes', 'files', 'lines', 'ms', 'CPU ms', 'peak MB', 'lines/s', "times the floor's ms", "floor's CPU ms"],
    rows.map((row) => [
      row.classCount, row.files, row.lines, row.seconds * 1000, row.cpuSeconds * 1000, row.megabytes, row.lines / row.seconds, row.timesFloor, row.cpuTimesFloor,
    ]),
  );
  const [, middle, largest] = rows;
  const growth = largest.cpuSeconds / middle.cpuSeconds;
  console.log();
  verdict(`1,000 classes in ${SECONDS_TARGET} s, what is to be reached`, largest.seconds <= SECONDS_TARGET, `${largest.seconds.toFixed(2)} s`);
  const kept = [
    verdict(`1,000 classes in under ${SECONDS_LIMIT} s`, largest.seconds < SECONDS_LIMIT, `${largest.seconds.toFixed(2)} s`),
    verdict(`1,000 classes in under ${MEGABYTES_LIMIT} MB`, largest.megabytes < MEGABYTES_LIMIT, `${largest.megabytes.toFixed(0)} MB`),
    verdict('linear: ten times the classes, ten times the CPU time', growth < GROWTH_LIMIT, `${growth.toFixed(1)} times`),
  ];
  return { rows, kept: kept.every(Boolean) };
}
