// Fuzzes the generator's readers and checks for a moment, the same way in every run; see runtime.test.mjs.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { compile, runProgram } from '../lib/c_program.mjs';

const rounds = process.env.CAREGEN_FUZZ_ROUNDS ?? '500';
const sourcesOf = (folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.c')).map((name) => `${folder}/${name}`);
// Everything between the files and the emitters.
const front = [...['base', 'model', 'read', 'prose', 'draft', 'rules'].flatMap((room) => sourcesOf(`generator/${room}`)), 'generator/build.c', 'generator/dump.c'];

// The corpus: every case of the diagnostics, and the prompts as people paste them. A seed is an argument, so it has no NUL.
const cases = readdirSync(join(root, 'tests/diagnostics'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
const inputs = (file) => cases.map((name) => join(root, 'tests/diagnostics', name, file)).filter(existsSync).map((path) => readFileSync(path));
const prompts = readdirSync(join(root, 'tests/schemas/prompts')).map((name) => readFileSync(join(root, 'tests/schemas/prompts', name)));
const forms = readdirSync(join(root, 'tests/spec/schema_forms')).map((name) => readFileSync(join(root, 'tests/spec/schema_forms', name)));
const portal = Buffer.concat(['portal.zh.md', 'portal.names.md'].map((name) => readFileSync(join(root, 'tests/schemas/prompts', name))));
const asArguments = (corpus) => corpus.map((bytes) => bytes.toString('utf8').replaceAll('\0', '?'));

const everything = JSON.stringify({
  classes: [{
    className: 'All', fields: {
      a: { type: 'String', required: true, unique: true, enum: ['x', 'y'], defaultValue: 'x' }, b: { type: 'Number', defaultValue: 1.5 }, c: { type: 'Boolean' },
      d: { type: 'Date', defaultValue: '2024-01-31T08:00:00Z' }, e: { type: 'Object' }, f: { type: 'Array', elementType: 'String' }, g: { type: 'Pointer', targetClass: '_User', required: true },
      h: { type: 'Relation', targetClass: 'All' }, i: { type: 'File' }, j: { type: 'GeoPoint' }, k: { type: 'Polygon' }, l: { type: 'Bytes' },
    },
    classLevelPermissions: { find: { '*': true, 'role:r': true }, get: { pointerFields: ['g'] }, readUserFields: ['g'], protectedFields: { '*': ['a'] } },
    indexes: { ab: { a: 1, b: -1 } },
  }],
});

const targets = {
  generator_json: [...asArguments(inputs('schema.json')), everything],
  generator_spec: asArguments([...inputs('spec.md'), ...forms, ...prompts, portal]),
};

for (const [name, seeds] of Object.entries(targets)) {
  test(name, () => {
    const program = compile([`tests/fuzz/${name}.c`, 'tests/fuzz/generator.c', 'tests/fuzz/main.c', ...front], { includes: ['generator', 'tests/fuzz'], libraries: ['m'] });
    runProgram(program, [rounds, ...seeds], '', { seconds: 900 }); // many rounds read a whole prompt, on a busy machine
  });
}
