// What the playground offers while a GraphQL document is written: by the place of the caret, in documents that are not whole.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { completionsOf, schemaOf } from '../../templates/web/playground/graphql_complete.js';
import { introspection } from './graphql_schema.mjs';

const schema = schemaOf(introspection);
const offered = (text) => completionsOf(schema, text).options.map(({ name }) => name);

describe('completions of a GraphQL document', () => {
  const cases = [
    ['', ['query', 'mutation']],
    ['mu', ['mutation']],
    ['{ ', ['health', 'orders', 'node']],
    ['query All { o', ['orders']],
    ['mutation { ', ['createOrder']],
    ['{ orders { ', ['edges']],
    ['{ orders(first: 2) { edges { node { d', ['drug', 'dosage']],
    ['{ orders { edges { node { drug } } } h', ['health']],
    ['{ mine: orders { edges { node { patient { ', ['displayName']],
    ['{ orders(', ['where', 'order', 'first']],
    ['{ orders(first: 2, w', ['where']],
    ['{ orders(where: { ', ['drug', 'OR']],
    ['{ orders(where: { drug: { ', ['equalTo', 'exists']],
    ['{ orders(where: { drug: { exists: ', ['true', 'false']],
    ['{ orders(where: { drug: { equalTo: "a { b ( \\" }" } }) { ', ['edges']],
    ['{ orders(where: { OR: [{ dr', ['drug']],
    ['{ orders(order: ', ['drug_ASC', 'drug_DESC']],
    ['{ orders(order: [drug_D', ['drug_DESC']],
    ['query ($first: Int) { orders(first: $first) { ', ['edges']],
    ['{ node(id: "x") { ... on O', ['OrderConnection', 'OrderEdge', 'Order']],
    ['{ node(id: "x") { ... on Order { dr', ['drug']],
    ['fragment F on Order { dos', ['dosage']],
    ['# a { comment\n{ hea', ['health']],
    ['{ nothing { ', []],
    ['}}) { ', ['health', 'orders', 'node']],
    ['{ health', []],
  ];
  for (const [text, expected] of cases) test(JSON.stringify(text), () => assert.deepEqual(offered(text), expected.filter((name) => name !== 'nothing')));

  test('tell the type of each', () => {
    assert.deepEqual(completionsOf(schema, '{ orders(').options.map(({ detail }) => detail), ['OrderWhereInput', '[OrderOrder!]', 'Int']);
  });
});
