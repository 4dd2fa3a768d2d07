// Public grammars for the languages that have no compiler here.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { packages } from './world.mjs';

let ready;
async function load() {
  setFlagsFromString('--liftoff-only'); // to optimise a grammar's one large function takes minutes
  const require = createRequire(join(await packages(), 'package.json'));
  const { Parser, Language } = require('web-tree-sitter');
  await Parser.init();
  return { require, Parser, Language };
}

/** The root of a text's tree, by the grammar of that name. */
export async function parse(grammar, text) {
  const { require, Parser, Language } = await (ready ??= load());
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve(`tree-sitter-wasms/out/tree-sitter-${grammar}.wasm`)));
  return parser.parse(text).rootNode;
}

/** The first places where the text is no program. */
export function faultsOf(node, text, found = []) {
  if (node.type === 'ERROR' || node.isMissing) found.push(`${node.startPosition.row + 1}: ${text.split('\n')[node.startPosition.row]}`);
  else if (node.hasError) node.children.forEach((child) => faultsOf(child, text, found));
  return found.slice(0, 5);
}
