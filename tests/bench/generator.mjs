// How the generator grows with its input: synthetic schemas of 10, 100 and 1,000 classes of 20 fields.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from '../lib/builds.mjs';
import { median } from './load.mjs';
import { printTable, verdict } from './print.mjs';

const SIZES = [10, 100, 1000];
const REPEATS = 3;
/** What is to be reached of the time that protoc-c takes for as many messages of as many fields, on the same machine. */
const PEER_TARGET = 1;
/** Beyond this it is no matter of the machine. */
const PEER_LIMIT = 2;
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

const PROTOBUF_TYPES = ['string', 'string', 'double', 'bool', 'int64', 'bytes', 'bytes', 'double', undefined, 'string'];

/** The same classes as messages, for the usual compiler of messages to C: what it emits can only pack and unpack them. */
function syntheticMessages(classCount) {
  const { classes } = JSON.parse(syntheticSchema(classCount));
  const field = ([name, { targetClass }], i) => `  ${PROTOBUF_TYPES[i % PROTOBUF_TYPES.length] ?? targetClass} ${name} = ${i + 1};\n`;
  const messages = classes.map(({ className, fields }) => `message ${className} {\n${Object.entries(fields).map(field).join('')}}\n`);
  return `syntax = "proto3";\n${messages.join('')}`;
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

/**
 * Each run has a folder of its own, and right behind it its floor, the same files by a program that only writes, and
 * its peer, protoc-c.
 */
async function measure({ generator, programs }, folder, classCount) {
  const schema = join(folder, `${classCount}.json`);
  const messages = join(folder, `${classCount}.proto`);
  const generate = [generator, 'generate', '--schema', schema, '--name', 'synthetic', '--access', 'owner', '--out'];
  writeFileSync(schema, syntheticSchema(classCount));
  writeFileSync(messages, syntheticMessages(classCount));
  const results = [];
  const floors = [];
  const peers = [];
  let out;
  let inputs;
  for (let i = 0; i < REPEATS; i++) {
    out = join(folder, `${classCount}_${i}`);
    results.push(await measured(programs, [...generate, out]));
    inputs ??= floorInputs(folder, out);
    floors.push(await measured(programs, [join(programs, 'floor_tree'), ...inputs, `${out}_floor`]));
    mkdirSync(`${out}_peer`);
    peers.push(await measured(programs, ['protoc-c', `--proto_path=${folder}`, `--c_out=${out}_peer`, messages]));
  }
  const { files, lines } = countLines(out);
  const of = (name) => median(results.map((result) => result[name]));
  const times = (others, name) => median(results.map((result, i) => result[name] / others[i][name]));
  return {
    classCount, files, lines, seconds: of('seconds'), cpuSeconds: of('cpuSeconds'), megabytes: of('peakKilobytes') / 1024,
    timesFloor: times(floors, 'seconds'), cpuTimesFloor: times(floors, 'cpuSeconds'),
    timesPeer: times(peers, 'seconds'), cpuTimesPeer: times(peers, 'cpuSeconds'), peerSeconds: median(peers.map((peer) => peer.seconds)),
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
    ['classes', 'files', 'lines', 'ms', 'CPU ms', 'peak MB', 'lines/s', "of the floor's ms", 'CPU ms', 'protoc-c ms', 'of its ms', 'CPU ms'],
    rows.map((row) => [
      row.classCount, row.files, row.lines, row.seconds * 1000, row.cpuSeconds * 1000, row.megabytes, row.lines / row.seconds,
      row.timesFloor, row.cpuTimesFloor, row.peerSeconds * 1000, row.timesPeer, row.cpuTimesPeer,
    ]),
  );
  const [, middle, largest] = rows;
  const growth = largest.cpuSeconds / middle.cpuSeconds;
  console.log();
  const peer = `${largest.timesPeer.toFixed(2)}, CPU time ${largest.cpuTimesPeer.toFixed(2)}`;
  verdict(`1,000 classes in ${PEER_TARGET} of protoc-c's time, what is to be reached`, largest.timesPeer <= PEER_TARGET, peer);
  const kept = [
    verdict(`1,000 classes in under ${PEER_LIMIT} of protoc-c's time`, largest.timesPeer < PEER_LIMIT, peer),
    verdict(`1,000 classes in under ${MEGABYTES_LIMIT} MB`, largest.megabytes < MEGABYTES_LIMIT, `${largest.megabytes.toFixed(0)} MB`),
    verdict('linear: ten times the classes, ten times the CPU time', growth < GROWTH_LIMIT, `${growth.toFixed(1)} times`),
  ];
  return { rows, kept: kept.every(Boolean) };
}
