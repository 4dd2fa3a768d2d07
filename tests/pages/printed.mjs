// The address that a server prints at its start, with the token for the demo accounts in it.
import assert from 'node:assert/strict';
import { send } from '../lib/rest.mjs';

export const printedAddress = (server) => /^open in a browser: (\S+)$/m.exec(server.output())[1];

/** What a browser keeps that opens it: "name=token". */
export async function openedCookie(server) {
  const { search } = new URL(printedAddress(server));
  const { status, headers } = await send(`${new URL(server.base).origin}/${search}`);
  assert.equal(status, 303);
  return headers['set-cookie'][0].split(';')[0];
}
