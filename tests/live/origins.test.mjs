// Whose a WebSocket is, is said on it: what a browser adds to a handshake by itself (cookies, a password it remembers)
// signs nobody in, and neither does any header. So a page of another origin has with its visitor's socket what a stranger
// has; and where --allow-origin names the pages, it has none. Over both protocols.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { describeLive, graphqlSocket } from '../lib/graphql_live.mjs';
import { handshake } from '../lib/live.mjs';
import { pointer, unique } from '../lib/rest.mjs';

const master = { master: true };
const elsewhere = 'https://elsewhere.example';
const socketOf = (Client, headers) => ({ ...(Client.isGraphql ? graphqlSocket : {}), headers: { ...(Client.isGraphql ? graphqlSocket.headers : {}), ...headers } });

describeLive('a handshake', 'rules', (context, Client) => {
  const open = [];
  let ann;
  let patient;
  before(async () => {
    ann = await context.api.signUp(unique('ann'));
    patient = pointer('Patient', await context.api.create('Patient', { user: ann.pointer, name: 'ann' }, master));
  });
  after(() => open.forEach((client) => client.close()));

  /** What a page of another origin could have its visitor's browser send, and what no browser sends for it. */
  const headers = () => {
    const { appId, masterKey } = context.server;
    return {
      Origin: elsewhere,
      Cookie: ['sessionToken', '_session_token', 'X-Parse-Session-Token', `Parse/${appId}/currentUser`].map((name) => `${name}=${ann.session}`).join('; '),
      Authorization: `Basic ${Buffer.from(`${appId}:${masterKey}`).toString('base64')}`,
      'X-Parse-Application-Id': appId,
      'X-Parse-Session-Token': ann.session,
      'X-Parse-Master-Key': masterKey,
    };
  };
  const connect = async (options = {}) => {
    const client = await Client.connect(context.server, { ...options, ...socketOf(Client, headers()) });
    open.push(client);
    return client;
  };

  test('signs nobody in by what it brings along', async () => {
    const stranger = await connect();
    assert.equal((await stranger.ask('Note')).code, 101); // as somebody who is not signed in
    await stranger.subscribe('News');
    await context.api.create('Note', { patient, author: ann.pointer, text: 'x', signedBy: 'd', state: 'draft' }, master);
    assert.deepEqual(await stranger.settled(), []);
  });

  test('is of who says so on it, whatever it brings along', async () => {
    const own = await connect({ token: ann.session });
    await own.subscribe('Note');
    const id = await context.api.create('Note', { patient, author: ann.pointer, text: 'x', signedBy: 'd', state: 'draft' }, master);
    await context.api.call('PUT', `/classes/Note/${id}`, { ...master, body: { state: 'final' } });
    assert.deepEqual([(await own.event()).object.objectId, await own.settled()], [id, []]);
  });
});

describeLive('a handshake where pages are named', 'rules', (context, Client) => {
  test('is for these pages, those of the server, and what is no browser', async () => {
    const status = async (origin) => {
      const { socket, head } = await handshake(context.server.base, socketOf(Client, origin ? { Origin: origin } : {}));
      socket.destroy();
      return Number(head.split(' ')[1]);
    };
    const { origin, host } = new URL(context.server.base);
    for (const page of ['https://app.example', origin, undefined]) assert.equal(await status(page), 101, page);
    for (const page of [elsewhere, 'https://app.example.evil', 'https://app.example:8443', `https://${host}`, 'null', `${origin}x`]) assert.equal(await status(page), 403, page);
  });
}, { arguments: ['--allow-origin', 'https://app.example'] });
