// The program that shows what the room graphql makes of a schema and of requests (language.c), and the
// reference implementation that it is held against, as npm has it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, graphqlLayer, runProgram } from '../lib/c_program.mjs';
import { graphqlJs } from './peers.mjs';

/** The package graphql. */
export { graphqlJs as reference };

const program = compile(['tests/graphql/language.c', ...graphqlLayer], { libraries: ['cjson', 'sodium', 'm'] });
const folder = mkdtempSync(join(tmpdir(), 'caregen-graphql-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** What becomes of requests (see language.c) over a schema in SDL: an answer each, or one { schema: errors }. */
export function ask(definitions, requests) {
  const file = join(folder, 'schema.graphql');
  writeFileSync(file, definitions);
  const lines = runProgram(program, [file], requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
  return lines.toString().split('\n').slice(0, -1).map((line) => JSON.parse(line));
}
