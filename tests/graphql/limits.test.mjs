// What a GraphQL document may be: each limit holds on its edge, whatever form it comes in, and what would take a
// validator without limits for ever is refused in no more work than any other document.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { invalid } from './cases/invalid.mjs';
import { ask, reference } from './language_program.mjs';

const definitions = readFileSync(new URL('cases/schema.graphql', import.meta.url), 'utf8');
const schema = reference.buildSchema(definitions);
const none = { tokens: 0, depth: 0, fields: 0, cost: 0, aliases: 0, directives: 0, root_fields: 0 };
const codes = ({ errors = [] }) => errors.map(({ extensions }) => extensions.code);
const nest = (levels, inner = 'extra') => `${'self { '.repeat(levels)}${inner}${' }'.repeat(levels)}`;
const times = (count, one) => Array.from({ length: count }, (_, i) => one(i)).join(' ');

/** The first query is within the limits, the other ones are refused with the code. */
function edge(code, within, beyond, more = {}) {
  const [first, ...rest] = ask(definitions, [within, ...beyond].map((query) => ({ query, ...more })));
  assert.deepEqual(codes(first), [], `${within.slice(0, 200)}: ${JSON.stringify(first.errors)}`);
  rest.forEach((answer, i) => assert.deepEqual(codes(answer), [code], `${beyond[i].slice(0, 200)}: ${JSON.stringify(answer.errors)?.slice(0, 300)}`));
}

test('depth of fields, with fragments', () => {
  edge('QUERY_TOO_DEEP', `{ ${nest(19)} }`, [`{ ${nest(20)} }`, `{ ${nest(15, '...F')} } fragment F on Query { ${nest(5)} }`, `{ ...F } fragment F on Query { ... { ... on Query { ${nest(19, '...G')} } } } fragment G on Query { ${nest(1)} }`]);
});

test('number of fields, fragments as often as they are spread', () => {
  const doubled = (levels) => `{ ...F0 } ${times(levels, (i) => `fragment F${i} on Query { a: self { ...F${i + 1} } b: self { ...F${i + 1} } }`)} fragment F${levels} on Query { extra }`;
  edge('QUERY_TOO_COMPLEX', `{ self { ${times(999, () => 'extra')} } }`, [`{ self { ${times(1000, () => 'extra')} } }`, doubled(10), doubled(18), `{ a: self { ...F } b: self { ...F } } fragment F on Query { self { ${times(499, () => 'extra')} } }`]);
});

test('what doubles with every fragment is no work where nothing is limited, either', () => {
  const doubled = (levels, field) => `{ ...F0 } ${times(levels, (i) => `fragment F${i} on Query { a: self { ...F${i + 1} } b: self { ...F${i + 1} } }`)} fragment F${levels} on Query { ${field} }`;
  const [answer, cost] = ask(definitions, [{ query: doubled(60, 'extra'), limits: none, validates: true }, { query: doubled(60, 'nothing'), limits: none }]);
  assert.deepEqual(answer.errors, []);
  assert.match(cost.errors[0].message, /Cannot query field/);
});

test('aliases, directives, root fields, tokens', () => {
  edge('QUERY_TOO_MANY_ALIASES', `{ self { ${times(100, (i) => `a${i}: extra`)} } }`, [`{ self { ${times(101, (i) => `a${i}: extra`)} } }`, `{ self { ...F } } fragment F on Query { ${times(101, (i) => `a${i}: extra`)} }`]);
  edge('QUERY_TOO_MANY_DIRECTIVES', `{ extra ${times(100, () => '@mark')} }`, [`{ extra ${times(101, () => '@mark')} }`, `query ${times(60, () => '@mark')} { ... ${times(41, () => '@mark')} { extra } }`]);
  edge('QUERY_TOO_MANY_ROOT_FIELDS', `{ ${times(50, () => 'extra')} }`, [`{ ${times(51, () => 'extra')} }`, `{ ...F } fragment F on Query { ... { ${times(26, () => 'extra')} } ...G } fragment G on Query { ${times(25, () => 'extra')} }`]);
  edge('GRAPHQL_PARSE_FAILED', `{ echo(ints: [${times(14991, () => '1')}]) }`, [`{ echo(ints: [${times(14992, () => '1')}]) }`], { limits: { fields: 0, root_fields: 0 } });
});

test('how deep things stand in each other', () => {
  const list = (levels) => `{ echo(ints: ${'['.repeat(levels)}${']'.repeat(levels)}) }`;
  const type = (levels) => `query ($v: ${'['.repeat(levels)}Int${']'.repeat(levels)}) { extra }`;
  const inline = (levels) => `{ ${'... { '.repeat(levels)}extra${' }'.repeat(levels)} }`;
  const chain = (count) => `{ ...F0 } ${times(count, (i) => `fragment F${i} on Query { ...F${i + 1} }`)} fragment F${count} on Query { extra }`;
  const answers = ask(definitions, [list(5000), type(5000), inline(5000), `{ echo(any: ${'{a: '.repeat(5000)}1${'}'.repeat(5000)}) }`, inline(200)].map((query) => ({ query, limits: none })));
  answers.forEach((answer) => assert.deepEqual(codes(answer), ['GRAPHQL_PARSE_FAILED']));
  answers.forEach(({ errors }) => assert.match(errors[0].message, /nests deeper than 200 levels/));
  edge('QUERY_TOO_DEEP', chain(190), [chain(201), chain(1500), `{ ${'... { '.repeat(100)}...F0${' }'.repeat(100)} } ${times(110, (i) => `fragment F${i} on Query { ...F${i + 1} }`)} fragment F110 on Query { extra }`], { limits: none });
});

test('cost: lists count by what was asked of them', () => {
  const people = (first, rest) => `people(first: ${first}) { ${rest} }`;
  edge('QUERY_TOO_EXPENSIVE', `{ ${people(10000, 'id name age')} }`, [
    `{ ${people(100000, 'id name age')} }`, `{ ${people(100, 'id friends(first: 1000) { edges { node { id name } } }')} }`, `{ ${people(100, 'id friends { edges { node { friends { edges { cursor } } } } }')} }`,
    `{ ...F } fragment F on Query { ${people(1000, '...P')} } fragment P on Person { friends(last: 500) { edges { cursor } } }`, `{ ${people(2000000000, 'id')} }`,
  ], { costs: true });
  const query = 'query ($n: Int) { people(first: $n) { id friends(first: $n) { edges { cursor } } } }';
  const answers = ask(definitions, [100, 600, -5, 0, null].map((n) => ({ query, variables: { n }, costs: true })));
  assert.deepEqual(answers.map((answer) => codes(answer).length), [0, 1, 0, 0, 0]);
  // Sizes that differ at every level double what is looked at only if it is looked at twice.
  const doubled = `{ ...F0 } ${times(40, (i) => `fragment F${i} on Query { a: people(first: 1) { id } self { ...F${i + 1} } s: self { ...F${i + 1} } p: people(first: 2) { id } }`)} fragment F40 on Query { extra }`;
  assert.deepEqual(codes(ask(definitions, [{ query: doubled, limits: { ...none, cost: 1000 }, costs: true, validates: true }])[0]), []);
});

test('errors', () => {
  const query = `{ ${times(300, (i) => `nothing${i}`)} }`;
  const [some, all] = ask(definitions, [{ query, limits: none }, { query, limits: { ...none, errors: 0 } }]);
  assert.equal(some.errors.length, 101);
  assert.equal(some.errors.at(-1).message, 'Too many validation errors, error limit reached. Validation aborted.');
  assert.equal(all.errors.length, 300);
});

test('what is compared pair by pair has an end', () => {
  const many = [
    `{ ${times(5000, () => 'extra')} }`, `{ ${times(3000, () => 'person(id: 1) { id }')} }`, `{ ${times(400, (i) => `...F${i}`)} } ${times(400, (i) => `fragment F${i} on Query { person(id: 1) { id ...P } }`)} fragment P on Person { id }`,
    `{ ${times(1000, () => 'person(id: 1) { ...P }')} } fragment P on Person { ${times(1000, () => 'best { id }')} }`, `${times(1000, (i) => `query Q${i}($v: Int) { ...F }`)} fragment F on Query { ${times(500, () => 'echo(int: $v)')} }`,
  ];
  const answers = ask(definitions, many.map((query) => ({ query, limits: none })));
  answers.forEach((answer, i) => assert.deepEqual(codes(answer), ['QUERY_TOO_COMPLEX'], many[i].slice(0, 60)));
});

test('the schema is told of so far and no further', () => {
  const query = `{ ${times(100, (i) => `s${i}: __schema { types { fields { args { type { name ofType { name ofType { name } } } } type { fields { name args { name type { name } } } } } } }`)} }`;
  const definitions_ = `type Query { ${times(200, (i) => `f${i}(a: Int b: Int c: [Int!]!): Query`)} }`;
  const [answer] = ask(definitions_, [{ query, limits: none }]);
  assert.deepEqual(codes(answer), ['QUERY_TOO_EXPENSIVE']);
});

test('whoever may not see the schema is told no name that he did not say', () => {
  const queries = [...Object.values(invalid).flat(), '{ __schema { types { name } } }', '{ __type(name: "Person") { name } }', '{ persn(id: 1) { id } }'];
  const answers = ask(definitions, queries.map((query) => ({ query, hides: true, limits: none, validates: true })));
  const names = new Set(Object.values(schema.getTypeMap()).flatMap((type) => [
    ...(type.getFields ? Object.values(type.getFields()).flatMap(({ name, args = [] }) => [name, ...args.map((arg) => arg.name)]) : []), ...(type.getValues ? type.getValues().map(({ name }) => name) : []),
  ]));
  answers.forEach(({ errors }, i) => {
    assert.ok(errors.length > 0, queries[i]);
    for (const { message } of errors) {
      assert.doesNotMatch(message.replace(/Did you mean "\w+ \{ \.\.\. \}"/, ''), /Did you mean/, queries[i]);
      const said = [...message.matchAll(/"@?(\w+)"|\.(\w+)|\((\w+):/g)].map(([, a, b, c]) => a ?? b ?? c);
      said.filter((name) => names.has(name)).forEach((name) => assert.ok(new RegExp(`\\b${name}\\b`).test(queries[i]), `${queries[i]}: ${message}`));
    }
  });
  const hidden = answers.slice(-3, -1).map(({ errors }) => errors[0].message);
  hidden.forEach((message) => assert.match(message, /^GraphQL introspection has been disabled/));
  const [variable, known] = ask(definitions, [{ query: 'query ($p: Point, $c: Color) { echo(point: $p, color: $c) }', variables: { p: { y: 1, lable: 2 }, c: 'REDD' }, hides: true }, { query: 'query ($p: Point) { echo(point: $p) }', variables: { p: {} } }]);
  assert.doesNotMatch(JSON.stringify(variable.errors), /"x\\?"|label|"RED\\?"|mean/);
  assert.match(known.errors[0].message, /required field "x"/);
});
