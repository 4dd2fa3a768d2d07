// The clients over typed SDK classes are programs in their languages, whatever a schema calls its classes, fields and
// values: PHP is compiled; Dart, Kotlin, Swift and C# are parsed by public grammars, and no two names of a scope are one.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { run } from '../lib/builds.mjs';
import { faultsOf, parse } from './grammars.mjs';
import { treeOf, trees } from './world.mjs';

// What declares a type and a member there (nodes of the grammar), and what two members may not have in common.
const languages = {
  dart: { file: 'dart/models.dart', grammar: 'dart', types: ['class_definition', 'enum_declaration'], members: ['getter_signature', 'enum_constant'] },
  kotlin: {
    file: 'kotlin/Models.kt', grammar: 'kotlin', types: ['class_declaration'], members: ['property_declaration', 'enum_entry'],
    key: (name) => name.replace(/^is(?![a-z])/, '').toLowerCase(),
  },
  swift: { file: 'swift/Models.swift', grammar: 'swift', types: ['class_declaration'], members: ['property_declaration', 'enum_entry'] },
  csharp: { file: 'csharp/Models.cs', grammar: 'c_sharp', types: ['class_declaration'], members: ['property_declaration', 'field_declaration'] },
};

/** The name that a declaration gives: its own, not that of an annotation before it. */
function nameOf(node) {
  const declarator = node.descendantsOfType('variable_declarator')[0];
  const named = node.childForFieldName('name') ?? declarator?.children[0]
    ?? node.children.find(({ type }) => /^(\w*identifier|pattern|variable_declaration)$/.test(type));
  return named.text.split(':')[0].trim();
}

for (const [language, { file, grammar, types, members, key = (name) => name }] of Object.entries(languages)) {
  describe(`the client in ${language}`, () => {
    for (const tree of trees) {
      test(`of ${tree} parses, each name once in its scope`, async (t) => {
        const text = readFileSync(join(await treeOf(tree, t), 'clients', file), 'utf8');
        const rootNode = await parse(grammar, text);
        assert.deepEqual(faultsOf(rootNode, text), []);
        const declared = rootNode.descendantsOfType(types);
        const outer = declared.filter((node) => !/^(CodingKeys)$/.test(nameOf(node)));
        assert.ok(outer.length > 3);
        assert.equal(new Set(outer.map(nameOf)).size, outer.length);
        let count = 0;
        for (const type of declared) {
          const own = type.descendantsOfType(members).filter((node) => node.parent.type !== 'statements' && declared.findLast((other) => other.startIndex <= node.startIndex && other.endIndex >= node.endIndex)?.id === type.id);
          const names = own.map((node) => key(nameOf(node)));
          assert.deepEqual(names.filter((name, at) => names.indexOf(name) !== at), [], nameOf(type));
          count += names.length;
        }
        assert.ok(count > 4, `${count} members`);
      });
    }
  });
}

describe('the client in PHP', { skip: !existsSync('/usr/bin/php') && 'there is no php: apt-get install php-cli' }, () => {
  for (const tree of trees) {
    test(`of ${tree} compiles, and its classes load`, async (t) => {
      const folder = join(await treeOf(tree, t), 'clients/php');
      const lint = await run('php', ['-l', join(folder, 'models.php')]);
      assert.equal(lint.code, 0, lint.stdout + lint.stderr);
      const loaded = await run('php', ['-d', 'display_errors=stderr', join(import.meta.dirname, 'load.php'), join(folder, 'models.php')]);
      assert.equal(loaded.stderr, '');
      assert.equal(loaded.stdout, 'ok\n');
    });
  }
});
