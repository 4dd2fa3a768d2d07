// Parsing and validation of GraphQL documents agree with the reference implementation: errors, their words and
// their places, on documents that break each rule, on some that break none, and on made-up ones.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { randomFrom } from '../lib/random.mjs';
import { documentsFrom } from './cases/generate.mjs';
import { invalid, syntax, valid } from './cases/invalid.mjs';
import { ask, reference } from './language_program.mjs';

const definitions = readFileSync(new URL('cases/schema.graphql', import.meta.url), 'utf8');
const schema = reference.buildSchema(definitions);
const unlimited = { tokens: 0, depth: 0, fields: 0, cost: 0, aliases: 0, directives: 0, root_fields: 0, errors: 100 };

const needsNoCycles = /^Fields ".*" conflict because|^(Anonymous )?Subscription .*must /;
const isCycle = /^Cannot spread fragment .* within itself/;
const isDoubleFragment = /^There can be only one fragment named/;
const isDoubleField = /^There can be only one input field named/;

/** An error as it is compared: a list or object within its words is not written out here. */
const told = ({ message, locations }) => `${message.replace(/: [[{].*$/s, ': ...')} ${(locations ?? []).map(({ line, column }) => `${line}:${column}`).join(' ')}`;

/**
 * What the specification says and the reference implementation does not: a selection set is not empty; a
 * variable that may be null is no field of a OneOf object that must be there; __typename is a String!, as other
 * fields are of their types. And an escape that is none is not told in halves of a character.
 */
const ours = {
  '{ }': ['Syntax Error: Expected Name, found "}". 1:3'],
  '{ a { } }': ['Syntax Error: Expected Name, found "}". 1:7'],
  'query ($a: ID) { pet(by: {id: $a}) { __typename } }': ['Variable "$a" is of type "ID" but must be non-nullable to be used for OneOf Input Object "Choice". 1:8 1:31'],
  '{ pet(by: {id: 1}) { ... on Dog { owner { a: id } } ... on Cat { owner: __typename } } }': [
    'Fields "owner" conflict because they return conflicting types "Person!" and "String!". Use different aliases on the fields to fetch both if this was intentional. 1:35 1:66',
  ],
  '{ a(b: "\\🙂") }': ['Syntax Error: Invalid character escape sequence: "\\". 1:9'],
};

/**
 * What the reference implementation says of a document. Of definitions that are not executable nothing else is said; and
 * where fragments spread themselves, what they have in common is not looked at. Which fragment of two that have one
 * name is meant is anybody's guess.
 */
function expected(query) {
  let document;
  if (ours[query]) return ours[query];
  try {
    document = reference.parse(query);
  } catch (error) {
    return [told(error)];
  }
  const errors = reference.validate(schema, document).map(told).sort();
  if (errors.some((error) => isDoubleFragment.test(error))) return errors.filter((error) => isDoubleFragment.test(error));
  if (errors.some((error) => isCycle.test(error))) return errors.filter((error) => !needsNoCycles.test(error));
  const definitions = errors.filter((error) => error.includes('is not executable.'));
  return definitions.length && !document.definitions.some(({ kind }) => kind === 'OperationDefinition') ? definitions : errors;
}

/** A cycle is told by wherever one begins; there may be several ways around. */
const anyCycle = (errors) => [...new Set(errors.map((error) => (isCycle.test(error) ? 'a cycle' : error)))].sort();

function hold(queries, { cycles = (errors) => errors } = {}) {
  const answers = ask(definitions, queries.map((query) => ({ query, limits: unlimited, validates: true })));
  assert.equal(answers.length, queries.length);
  queries.forEach((query, i) => {
    const wanted = expected(query);
    let found = (answers[i].errors ?? []).map(told).sort();
    if (wanted.some((error) => isDoubleFragment.test(error))) found = found.filter((error) => isDoubleFragment.test(error));
    // Of two fields of one name it looks at the last one's value, and we at both.
    if (wanted.some((error) => isDoubleField.test(error))) found = found.filter((error) => wanted.includes(error));
    assert.deepEqual(cycles(found), cycles(wanted), query);
  });
  return answers;
}

describe('documents that break a rule', () => {
  for (const [rule, queries] of Object.entries(invalid)) {
    if (queries.length === 0) continue;
    test(rule, () => {
      const answers = hold(queries);
      answers.forEach(({ errors }, i) => assert.ok(errors?.length > 0, queries[i]));
    });
  }
});

test('documents that break no rule', () => {
  hold(valid).forEach(({ errors }, i) => assert.deepEqual(errors, [], valid[i]));
});

test('documents that are none', () => {
  hold(syntax);
});

describe('made-up documents', () => {
  for (const [seed, faults] of [[1, 0], [2, 100], [3, 30], [4, 8]]) {
    test(faults ? `one choice of ${faults} is wrong` : 'nothing is wrong', () => {
      const document = documentsFrom({ reference, schema, random: randomFrom(seed), faults });
      const queries = Array.from({ length: 400 }, () => document());
      const answers = hold(queries, { cycles: anyCycle });
      const right = answers.filter(({ errors }) => errors.length === 0).length;
      assert.ok(right > 20 && (!faults || right < 380), `${right} of ${queries.length} break no rule`);
    });
  }

  test('damaged documents', () => {
    const random = randomFrom(5);
    const document = documentsFrom({ reference, schema, random, faults: 0 });
    hold(Array.from({ length: 400 }, () => random.damaged(document())), { cycles: anyCycle });
  });
});
