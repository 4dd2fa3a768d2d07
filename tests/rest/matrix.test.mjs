// The access matrix of the specs that have a rule of every form; tests/templates/matrix.test.mjs has the templates'.
import { describe, test } from 'node:test';
import { differs } from '../lib/fixture.mjs';
import { assertMatrixIsComplete, runMatrix } from '../lib/matrix.mjs';

describe('the access matrix', differs('the rules are ours'), () => {
  for (const [name, unjudged] of [['rules'], ['behaviour'], ['records', ['Oath']], ['accounts']]) {
    test(`holds on ${name}`, () => runMatrix(name));
    test(`has a row for each rule of ${name}`, () => assertMatrixIsComplete(name, unjudged));
  }
});
