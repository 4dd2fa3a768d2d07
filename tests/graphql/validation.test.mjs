// Parsing and validation of GraphQL documents agree with the reference implementation: errors, their words and
// their places, on documents that break each rule, on some that break none, and on made-up ones.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { invalid, syntax, valid } from './cases/invalid.mjs';
import { ask, reference } from './language_program.mjs';

const definitions = readFileSync(new URL('cases/schema.graphql', import.meta.url), 'utf8');
const schema = reference.buildSchema(definitions);
const unlimited = { tokens: 0, depth: 0, fields: 0, cost: 0, aliases: 0, directives: 0, root_fields: 0, errors: 100 };

/** An error as it is compared: a list or object within its words is not written out here. */
const told = ({ message, locations }) => `${message.replace(/: [[{].*$/s, ': ...')} ${(locations ?? []).map(({ line, column }) => `${line}:${column}`).join(' ')}`;

/** What the reference implementation says of a document. */
function expected(query) {
  let document;
  try {
    document = reference.parse(query);
  } catch (error) {
    return [told(error)];
  }
  return reference.validate(schema, document).map(told).sort();
}

function hold(queries) {
  const answers = ask(definitions, queries.map((query) => ({ query, limits: unlimited })));
  assert.equal(answers.length, queries.length);
  queries.forEach((query, i) => {
    assert.deepEqual((answers[i].errors ?? []).map(told).sort(), expected(query), query);
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
  hold(valid).forEach(({ errors }, i) => assert.equal(errors, undefined, valid[i]));
});

test('documents that are none', () => {
  hold(syntax);
});
