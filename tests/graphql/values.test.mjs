// Variables and arguments become values, and an operation's fields are collected, as the reference
// implementation does it; what is refused is refused in the same words, at the same places.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { randomFrom } from '../lib/random.mjs';
import { documentsFrom, jsonFor } from './cases/generate.mjs';
import { ask, reference } from './language_program.mjs';

const definitions = readFileSync(new URL('cases/schema.graphql', import.meta.url), 'utf8');
const schema = reference.buildSchema(definitions);
const plain = (value) => JSON.parse(JSON.stringify(value));

/** An error as it is compared: values are written out here in short, without what is in a list or an object. */
const told = ({ message, locations }) => `${message.replace(/: [[{].*$/s, ': ...')} ${(locations ?? []).map(({ line, column }) => `${line}:${column}`).join(' ')}`;

/** What a leaf is, so that every field is asked for. */
function leaf(type) {
  if (reference.isEnumType(type)) return type.getValues()[0].value;
  return { Int: 1, Float: 1, Boolean: true }[type.name] ?? 'x';
}

/** What a field of some type is: one entry in each list, of an abstract type its first object. */
function valueOf(type) {
  const nullable = reference.getNullableType(type);
  if (reference.isListType(nullable)) return [valueOf(nullable.ofType)];
  if (reference.isLeafType(nullable)) return leaf(nullable);
  return { __typename: reference.isAbstractType(nullable) ? schema.getPossibleTypes(nullable)[0].name : nullable.name };
}

/** The variables, and the fields with their arguments; or the errors. */
function expected(query, inputs) {
  const document = reference.parse(query);
  const operation = document.definitions.find(({ kind }) => kind === 'OperationDefinition');
  const { errors, variableValues } = reference.getVariableValues(schema, operation.variableDefinitions ?? [], inputs);
  const calls = [];
  if (errors) return { errors: errors.map(told).sort() };
  const answer = reference.executeSync({
    schema, document, operationName: operation.name?.value, variableValues: inputs, rootValue: {},
    fieldResolver: (source, args, context, info) => {
      calls.push({ path: reference.responsePathAsArray?.(info.path) ?? pathOf(info.path), field: `${info.parentType}.${info.fieldName}`, arguments: plain(args) });
      return valueOf(info.returnType);
    },
  });
  if (answer.errors) return { errors: answer.errors.map(told).sort() };
  return { variables: plain(variableValues.coerced), calls };
}

const pathOf = (path) => (path ? [...pathOf(path.prev), path.key] : []);
const written = (path) => path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
const ordered = (calls) => calls.map(({ path, ...rest }) => ({ path: typeof path === 'string' ? path : written(path), ...rest })).filter(({ field }) => !field.includes('.__')).sort((a, b) => (a.path < b.path ? -1 : 1));

function hold(requests) {
  const answers = ask(definitions, requests);
  requests.forEach(({ query, variables = {} }, i) => {
    const wanted = expected(query, variables);
    const said = `${query}\n${JSON.stringify(variables)}`;
    if (wanted.errors) {
      assert.deepEqual(answers[i].errors?.map(told).sort(), wanted.errors, said);
      return;
    }
    assert.equal(answers[i].errors, undefined, `${said}\n${JSON.stringify(answers[i].errors)}`);
    assert.deepEqual(answers[i].variables, wanted.variables, said);
    assert.deepEqual(ordered(answers[i].calls), ordered(wanted.calls), said);
  });
  return answers;
}

describe('variables', () => {
  const places = {
    int: 'Int', float: 'Float', string: 'String', boolean: 'Boolean', id: 'ID', color: 'Color', date: 'Date', any: 'Any', point: 'Point', ints: '[Int]', strict: '[Int!]!', matrix: '[[Int]]', points: '[Point!]',
  };
  const values = [
    null, 0, 1, -1, 1.5, 2147483647, 2147483648, -2147483648, -2147483649, 1e30, 5e-324, true, false, '', 'a', '1', 'RED', 'GREN', 'color11', 'ü🙂', [], [1], [null], ['a'], [1, [2]], [[1], [2, null]], [[1], 2], [[['x']]], [1, null, 'a', {}], {}, { x: 1 }, { x: 1, y: 2, label: 'l' }, { y: 1 }, { x: null }, { x: 1, y: null },
    { x: '1' }, { X: 1 }, { x: 1, z: 1 }, { x: 1, lable: 'x' }, [{ x: 1 }], [{ x: 1 }, null], [{ x: 1 }, {}, { x: 'a', y: 'b' }], { a: { b: [1, 'x', null] } }, { __proto__: null, length: 3 },
  ];

  for (const [place, type] of Object.entries(places)) {
    test(type, () => {
      for (const form of [type, type.endsWith('!') ? type.slice(0, -1) : `${type}!`, `${type} = ${{ Int: 3, Point: '{x: 1}', '[Int]': '[1, null]', Color: 'BLUE' }[type] ?? 'null'}`]) {
        const query = `query ($v: ${form}) { echo(${place}: $v) }`;
        if (reference.validate(schema, reference.parse(query)).length) continue;
        hold([{ query }, { query, variables: { other: 1 } }, ...values.map((v) => ({ query, variables: { v } }))]);
      }
    });
  }

  test('input objects', () => {
    const filter = 'query ($w: Filter) { people(where: $w) { id } }';
    const choice = 'query ($c: Choice!) { pet(by: $c) { __typename } }';
    hold([
      ...[{}, { and: [] }, { and: {} }, { and: [{ not: { equals: 'x', in: [1, 'b', 2.5] } }] }, { not: { not: { color: 'PINK' } } }, { colors: null }, { colors: [] }, { colors: 'RED' }, { near: { x: 1 } }, { near: {} }, { any: null, at: 5 }, { matrix: [[1, null]] }, { matrix: [null, [1]] }, { least: 1, nothing: 2, none: 3 }, 'x', [{}], { and: [{ and: [{ and: [{ least: 'x' }, { least: 1.5 }] }] }] }].map((w) => ({ query: filter, variables: { w } })),
      ...[{}, { id: 1 }, { id: null }, { id: 1, name: 'x' }, { id: 1, name: null }, { nothing: 1 }, { id: 1, nothing: 2 }, { point: { x: 1 } }, { point: {} }, { list: 3 }, { list: [null] }, null, [], 'x'].map((c) => ({ query: choice, variables: { c } })),
    ]);
  });

  test('what is no object of variables', () => {
    const [answer, without] = ask(definitions, [{ query: 'query ($a: Int) { echo(int: $a) }', variables: [1] }, { query: 'query ($a: Int) { echo(int: $a) }', variables: null }]);
    assert.equal(answer.errors[0].message, 'Variables must be an object.');
    assert.equal(answer.errors[0].extensions.code, 'BAD_USER_INPUT');
    assert.deepEqual(without.variables, {});
  });
});

test('arguments', () => {
  hold([
    { query: '{ people { id } echo needs(a: 1) old }' }, { query: '{ people(first: null, where: {}) { id } echo(strict: 3, matrix: 1, points: {x: 1}, point: {x: 1, label: null}) }' }, { query: '{ echo(any: {a: [1, 2.5, "x", RED, null, true, {}]}, date: "2020", id: 5, float: 1) a: echo(id: "5", color: EXTRA, any: [], date: {b: 1}) }' },
    { query: 'query ($a: Int, $b: Int = 7, $c: Int!) { needs(a: $c, b: $b) x: echo(int: $a, ints: [$a, $b, $c, 4]) }', variables: { c: 3 } }, { query: 'query ($a: Int, $b: Int = 7, $c: Int!) { needs(a: $c, b: $b) x: echo(int: $a, ints: [$a, $b, $c, 4]) }', variables: { a: null, b: 8, c: 3 } },
    { query: 'query ($b: Int = 7) { needs(a: 1, b: $b) }', variables: { b: null } }, { query: 'query ($b: Int) { needs(a: 1, b: $b) }' }, { query: 'query ($b: Int) { needs(a: 1, b: $b) }', variables: { b: null } }, { query: 'query ($x: Float = 1) { echo(point: {x: $x}) }', variables: { x: null } }, { query: 'query ($y: Float, $l: String) { echo(point: {x: 1, y: $y, label: $l}) }' },
    { query: 'query ($y: Float, $l: String) { echo(point: {x: 1, y: $y, label: $l}) }', variables: { y: 2, l: null } }, { query: 'query ($y: Float) { echo(points: [{x: 1}, {x: 2, y: $y}]) }', variables: { y: null } }, { query: 'query ($f: Filter, $i: [ID]) { people(where: {and: [{in: $i}], not: $f}) { id } }', variables: { f: { near: { x: 3 } }, i: 4 } }, { query: 'query ($o: Int = 1) { echo(strict: [$o]) }', variables: { o: null } },
  ]);
});

test('strings', () => {
  const blocks = ['', 'a', '  a', 'a\n  b\n    c\n  d', '\n  a\n    b\n\n\t\tc\n  ', '\n\n    a\n  b\n', '  a\r\n    b\r  c', '\\"""', 'x\\n\\u0041', ' \t \n\t ', '\n \n  a', 'a\n\n\n  b\n \n', '\ta\n\t b', 'ü\n  🙂'];
  const escapes = ['\\n\\t\\b\\f\\r\\"\\\\\\/', '\\u0041\\u00e9\\uD83D\\uDE00\\u{1F600}\\u{41}', 'plain ü 🙂', '\\u{0041}x\\u{10FFFF}', '\u0001\u001f'];
  hold([...blocks.map((text) => ({ query: `{ echo(string: """${text}""") }` })), ...escapes.map((text) => ({ query: `{ echo(string: "${text}") }` }))]);
  const [nul, escaped] = ask(definitions, [{ query: '{ echo(string: "a\\u0000b") }' }, { query: '{ echo(string: "a\\u{0}b") }' }]);
  [nul, escaped].forEach(({ errors }) => assert.match(errors[0].message, /Invalid Unicode escape sequence/));
});

test('skip and include, fragments and merged fields', () => {
  hold([
    ...[[true, true], [true, false], [false, true], [false, false]].flatMap(([a, b]) => [
      { query: 'query ($a: Boolean!, $b: Boolean!) { x: extra @skip(if: $a) y: extra @include(if: $b) z: extra @skip(if: $a) @include(if: $b) w: extra @include(if: $b) @skip(if: $a) ... @skip(if: $b) { v: extra } ...F @include(if: $a) } fragment F on Query { u: extra }', variables: { a, b } },
      { query: 'query ($a: Boolean = true, $b: Boolean! = false) { person(id: 1) { name @skip(if: $a) } person(id: 1) { name @include(if: $b) id } }', variables: { a, b } },
    ]),
    { query: 'query ($a: Boolean = true, $b: Boolean! = false) { person(id: 1) { name @skip(if: $a) } person(id: 1) { name @include(if: $b) id } }' }, { query: '{ extra @skip(if: true) }' }, { query: 'query ($a: Boolean = true) { person(id: 1) { id @skip(if: $a) } }' },
    { query: '{ self { ...A } self { self { extra } ...B } ...A } fragment A on Query { self { needs(a: 1) } ...B } fragment B on Query { self { self { self { extra } } } b: self { extra } }' },
    { query: '{ node(id: 1) { ... on Named { name ... on Person { age } ... on Dog { barks } } ...N ... on Pet { __typename } } pets { ... on Cat { lives } ... on Named { id } } } fragment N on Node { x: id }' }, { query: 'mutation { b: add(point: {x: 1}) a: add(point: {x: 2}) remove(id: 3) }' }, { query: 'subscription { changed { id best { id } } }' },
  ]);
  const [skipped] = ask(definitions, [{ query: 'query ($a: Boolean = true) { extra @skip(if: $a) }', variables: { a: null } }]);
  assert.match(skipped.errors[0].message, /@skip\(if:\)/);
  assert.deepEqual(skipped.errors[0].locations, [{ line: 1, column: 46 }]);
});

test('a value within a document nests no deeper than JSON may', () => {
  const nested = (levels) => `{ echo(any: ${'['.repeat(levels)}${']'.repeat(levels)}) }`;
  const query = (levels) => `query ($v: Any) { echo(any: ${'['.repeat(levels)}$v${']'.repeat(levels)}) }`;
  const v = JSON.parse('['.repeat(40) + ']'.repeat(40));
  const [right, wrong, within, beyond] = ask(definitions, [{ query: nested(64), validates: true }, { query: nested(65), validates: true }, { query: query(20), variables: { v } }, { query: query(60), variables: { v } }]);
  assert.deepEqual(right.errors, []);
  assert.match(wrong.errors[0].message, /deeper than 64 levels/);
  assert.equal(within.errors, undefined);
  assert.match(beyond.errors[0].message, /deeper than 64 levels/);
});

describe('made-up operations', () => {
  for (const [seed, faults] of [[11, 0], [12, 40], [13, 6]]) {
    test(faults ? `one choice of a variable in ${faults} is wrong` : 'nothing is wrong', () => {
      const random = randomFrom(seed);
      const document = documentsFrom({ reference, schema, random, faults: 0 });
      const json = jsonFor({ reference, random, faults });
      const requests = [];
      while (requests.length < 300) {
        const query = document();
        const parsed = reference.parse(query);
        if (reference.validate(schema, parsed).length) continue;
        const operation = parsed.definitions.find(({ kind }) => kind === 'OperationDefinition');
        const given = (operation.variableDefinitions ?? []).filter(({ type }) => (type.kind === 'NonNullType' ? !faults || random.below(faults) : random.below(3)));
        const variables = Object.fromEntries(given.map(({ variable, type }) => [variable.name.value, json(reference.typeFromAST(schema, type), 3)]));
        requests.push({ query, variables });
      }
      hold(requests);
    });
  }
});
