// A schema that is built from its text says of itself what the text says, and what is no schema is refused:
// both as the reference implementation has it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ask, reference } from './language_program.mjs';

const { buildClientSchema, buildSchema, getIntrospectionQuery, graphqlSync, lexicographicSortSchema, printSchema } = reference;
const definitions = readFileSync(new URL('cases/schema.graphql', import.meta.url), 'utf8');
const everything = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };

function answerOne(sdl, request) {
  const [answer] = ask(sdl, [request]);
  assert.equal(answer.errors ?? answer.schema, undefined, JSON.stringify(answer).slice(0, 500));
  return answer;
}

const sorted = (schema) => printSchema(lexicographicSortSchema(schema));

test('introspection is the schema', () => {
  const { data } = answerOne(definitions, { query: getIntrospectionQuery(everything) });
  assert.equal(sorted(buildClientSchema(data)), sorted(buildSchema(definitions)));
});

test('introspection answers as the reference implementation does', () => {
  const schema = buildSchema(definitions);
  const own = new Set(Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__') && !reference.isSpecifiedScalarType(schema.getType(name))));
  const byName = (a, b) => (a.name < b.name ? -1 : 1);
  const ordered = ({ __schema: { types, directives, ...rest } }) => ({
    ...rest, types: types.filter(({ name }) => own.has(name)).sort(byName).map((type) => ({ ...type, possibleTypes: type.possibleTypes?.toSorted(byName) ?? null })),
    directives: directives.filter(({ name }) => !reference.isSpecifiedDirective({ name })).sort(byName),
  });
  const query = getIntrospectionQuery(everything);
  assert.deepEqual(ordered(answerOne(definitions, { query }).data), JSON.parse(JSON.stringify(ordered(graphqlSync({ schema, source: query }).data))));

  for (const [part, variables] of [
    ['{ __type(name: "Nothing") { name } }'], ['{ a: __type(name: "Person") { __typename name kind x: fields { __typename name isDeprecated } } b: __type(name: "Color") { enumValues { name } y: enumValues(includeDeprecated: true) { name deprecationReason } fields { name } isOneOf ofType { name } } }'],
    ['query ($d: Boolean!, $n: String!) { __type(name: $n) { inputFields(includeDeprecated: $d) { name defaultValue type { kind name ofType { kind name ofType { name } } } } isOneOf } }', { d: false, n: 'Filter' }],
    ['query ($d: Boolean!, $n: String!) { __type(name: $n) { inputFields(includeDeprecated: $d) { name ...V } isOneOf } } fragment V on __InputValue { isDeprecated deprecationReason @include(if: $d) }', { d: true, n: 'Filter' }],
    ['{ __type(name: "Date") { specifiedByURL description } c: __type(name: "Choice") { isOneOf } i: __type(name: "Named") { interfaces { name } kind } p: __type(name: "String") { kind name fields { name } inputFields { name } possibleTypes { name } } }'],
    ['{ __type(name: "Query") { fields { name args { name } } f: fields(includeDeprecated: true) { name args(includeDeprecated: true) { name isDeprecated deprecationReason } } } }'],
  ]) {
    const { data } = answerOne(definitions, { query: part, variables });
    assert.deepEqual(data, JSON.parse(JSON.stringify(graphqlSync({ schema, source: part, variableValues: variables }).data)), part);
  }
});

test('a schema without mutations and subscriptions, by the usual names', () => {
  const sdl = 'type Query { a: Int } type Mutations { b: Int }';
  const [found, query, mutation, subscription] = ask(sdl, [
    { query: '{ __schema { description queryType { name } mutationType { name } subscriptionType { name } } }' }, { query: '{ a }', validates: true }, { query: 'mutation { b }', validates: true }, { query: 'subscription Q { b }', validates: true },
  ]);
  assert.deepEqual(found.data.__schema, { description: null, queryType: { name: 'Query' }, mutationType: null, subscriptionType: null });
  assert.deepEqual(query.errors, []);
  const schema = buildSchema(sdl);
  for (const [answer, text] of [[mutation, 'mutation { b }'], [subscription, 'subscription Q { b }']]) {
    assert.deepEqual(answer.errors.map(({ message }) => message), reference.validate(schema, reference.parse(text)).map(({ message }) => message));
  }
});

const right = [
  'schema { query: Root } type Root { a: Int } type Query { b: String }', 'type Query { a(b: I = {}): Int } input I { c: Int = 1, d: I }', 'type Query { a(b: I = {c: {}}): Int } input I { c: I2 = {e: 3}, d: [I!] } input I2 { e: Int = 2 }', 'type Query implements A & B { a: Int b: [String!]! } interface A { a: Int } interface B implements A { a: Int b: [String] }',
  'type Query { a: U } union U = A | B type A { x: Int } type B { y: Int } extend union U = C type C { z: Int }', 'extend type Query { b: Int } type Query { a: Int }', 'directive @d(x: Int = 1) repeatable on FIELD_DEFINITION | OBJECT type Query @d @d(x: 2) { a: Int @d }', 'type Query { a: E } enum E { A B } extend enum E { C }',
  'type Query { a: S } scalar S @specifiedBy(url: "x") extend scalar S @d directive @d on SCALAR', 'directive @deprecated(reason: String = "x") on FIELD_DEFINITION type Query { a: Int @deprecated }', 'type Query { a(o: O): Int } input O @oneOf { a: Int b: [Int!] c: O }', 'type Query implements I { a(x: Int, y: String): Int } interface I { a(x: Int): Int }',
  'interface I { i: I } type Query implements I { i: Query }', 'type Query { a: [[Int!]!]! }', 'type Query { a: U } union U = | Query', 'type Query { a(x: [Int!] = 3): Int }', '"""d""" type Query { "e" a("f" b: Int): Int } extend schema { mutation: M } schema { query: Query } type M { x: Int }',
];
const wrong = [
  '', 'type A { a: Int }', 'type Query', 'type Query { a: Nothing }', 'type Query { a(b: Nothing): Int }', 'type Query { a: Int a: Int }', 'type Query { a: Int } type Query { b: Int }', 'type Query { a: I } input I { b: Int }', 'type Query { a(b: Query): Int }', 'input I { q: Query } type Query { a(i: I): Int }', 'type Query { __a: Int }', 'type __A { a: Int } type Query { a: Int }',
  'schema { query: A } schema { query: A } type A { a: Int }', 'schema { query: Nothing } type Query { a: Int }', 'schema { query: E } enum E { A }', 'schema { query: A query: B } type A { a: Int } type B { a: Int }', 'schema { query: A mutation: A } type A { a: Int }', 'schema { mutation: A } type A { a: Int }',
  'type Query { a: U } union U', 'type Query { a: U } union U = Int', 'type Query { a: U } union U = Query | Query', 'type Query { a: U } union U = Nothing', 'type Query { a: E } enum E', 'type Query { a: E } enum E { A A }', 'type Query { a: E } enum E { __A }', 'type Query { a(i: I): Int } input I', 'type Query { a(i: I): Int } input I { a: Int a: Int }', 'type Query { a(i: I): Int } input I { i: I! }', 'type Query { a(i: I): Int } input I { j: J! } input J { i: I! }',
  'type Query { a(i: Int = "x"): Int }', 'type Query { a(i: I = {}): Int } input I { a: Int! }', 'type Query { a(i: I): Int } input I { a: [Int!] = [1, null] }', 'type Query { a(i: I): Int } input I { a: I = {} }', 'type Query { a(e: E = B): Int } enum E { A }', 'type Query { a(i: Int! @deprecated): Int }', 'type Query { a(i: I): Int } input I { a: Int! @deprecated }',
  'type Query implements I { a: Int } interface I { b: Int }', 'type Query implements I { a: Int } interface I { a: String }', 'type Query implements I { a: Int } interface I { a: Int! }', 'type Query implements I { a: Int } interface I { a(x: Int): Int }', 'type Query implements I { a(x: String): Int } interface I { a(x: Int): Int }', 'type Query implements I { a(x: Int!): Int } interface I { a: Int }', 'type Query implements I & I { a: Int } interface I { a: Int }', 'type Query implements Nothing { a: Int }', 'type Query implements A { a: Int } type A { a: Int }',
  'type Query implements B { a: Int } interface A { a: Int } interface B implements A { a: Int }', 'interface A implements A { a: Int } type Query { a: A }', 'interface A implements B { a: Int } interface B implements A { a: Int } type Query { a: A }', 'type Query { a: Int @nothing }', 'type Query { a: Int @skip(if: true) }', 'directive @d(x: Int!) on OBJECT type Query @d { a: Int }', 'directive @d(x: Int) on OBJECT type Query @d(y: 1) { a: Int }', 'directive @d on OBJECT type Query @d @d { a: Int }', 'directive @d on OBJECT directive @d on OBJECT type Query { a: Int }', 'directive @d(x: Query) on OBJECT type Query { a: Int }', 'directive @d(x: Int x: Int) on OBJECT type Query { a: Int }',
  'extend type Nothing { a: Int } type Query { a: Int }', 'extend enum Query { A } type Query { a: Int }', 'extend type Query { a: Int } type Query { a: Int }', 'type Query { a(o: O): Int } input O @oneOf { a: Int! }', 'type Query { a(o: O): Int } input O @oneOf { a: Int = 1 }', 'scalar S @specifiedBy type Query { a: S }', '{ a }', 'type Query { a: Int } nonsense', 'type Query { a(x: Int x: Int): Int }', 'interface I { a: Int } type Query implements I { b: Int }', 'schema @nothing { query: Query } type Query { a: Int }',
];

// The reference implementation doesn't look at the arguments of a schema's own directives, and passes over operations.
const wrongToUs = ['type Query { a: Int } query { a }', 'fragment F on Query { a } type Query { a: Int }', 'directive @d(x: Int) on OBJECT type Query @d(x: "a") { a: Int }'];

test('what is a schema, and what is none', () => {
  const builds = (sdl) => {
    try {
      return reference.validateSchema(buildSchema(sdl)).length === 0;
    } catch {
      return false;
    }
  };
  for (const sdl of right) {
    assert.ok(builds(sdl), sdl);
    const { data } = answerOne(sdl, { query: getIntrospectionQuery(everything) });
    assert.equal(sorted(buildClientSchema(data)), sorted(buildSchema(sdl)), sdl);
  }
  for (const sdl of [...wrong, ...wrongToUs]) {
    assert.equal(builds(sdl), wrongToUs.includes(sdl), sdl);
    const [answer] = ask(sdl, [{ query: '{ __typename }' }]);
    assert.ok(answer.schema?.length > 0, sdl);
    answer.schema.forEach(({ message, locations }) => assert.ok(message && locations?.length > 0, sdl));
  }
});
