// GraphQL over a server's client (rest.mjs): ask() for answers with all of their errors, data() for what must not
// have any.
import assert from 'node:assert/strict';

/** The endpoint of one server: { ask, data }; options are those of the client's call(). */
export function graphql(api) {
  /** Posts an operation; the answer's { status, json, headers }. */
  const ask = (query, variables, options = {}) => api.call('POST', '/graphql', { body: { query, variables }, ...options });
  return {
    ask,
    /** The data of an answer without errors. */
    async data(query, variables, options) {
      const answer = await ask(query, variables, options);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.json.errors, undefined, answer.text);
      return answer.json.data;
    },
  };
}

/** The error's Parse code and message, of the answer's only error. */
export function onlyError(answer) {
  assert.equal(answer.json?.errors?.length, 1, answer.text);
  return answer.json.errors[0];
}

/** Fails unless one field was refused with this code, and is null. */
export function assertRefused(answer, code, field) {
  const error = onlyError(answer);
  assert.equal(error.extensions?.code, code, answer.text);
  if (field) assert.deepEqual([answer.json.data[field], error.path[0]], [null, field], answer.text);
}

/** A Relay global id. */
export const globalId = (className, objectId) => Buffer.from(`${className}:${objectId}`).toString('base64');
