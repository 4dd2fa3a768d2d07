// How many accounts, files and requests an address and a user may have in a while. A proxy on this machine
// says which address it is.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { GraphqlLiveClient } from '../lib/graphql_live.mjs';
import { LiveClient } from '../lib/live.mjs';
import { assertError, assertStatus, unique } from '../lib/rest.mjs';

const from = (address, headers = {}) => ({ headers: { 'X-Forwarded-For': address, ...headers } });
let last = 0;
/** An address that nobody has had. */
const newAddress = () => `203.0.${113 + (last >> 8)}.${(last += 1) & 255}`;

/** Refused with 429 for now: how many seconds to wait. */
function assertLater(answer, what, longest) {
  assertError(answer, 429, 155, new RegExp(`^Too many ${what}: try again in \\d+ seconds\\.$`));
  const seconds = Number(answer.headers['retry-after']);
  assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= longest, `Retry-After: ${answer.headers['retry-after']}`);
  return seconds;
}

const limits = [
  '--sign-ups-per-address', '3', '--sign-ups-per-user', '2', '--uploads-per-user', '3', '--upload-bytes-per-user', '5000',
  '--uploads-per-address', '5', '--upload-bytes-per-address', '9000',
];

describe('rates', differs('these limits are a server\'s own'), () => {
  describeServer('sign-ups', 'files', (context) => {
    const signUp = (options, extra) => context.api.call('POST', '/users', { body: { username: unique('u'), password: 'long enough', ...extra }, ...options });
    const anonymous = () => ({ authData: { anonymous: { id: unique('device') } } });

    test('one address makes so many accounts an hour, by whatever way', async () => {
      const address = newAddress();
      const at = from(address);
      assertStatus(await signUp(at), 201);
      assertStatus(await context.api.call('POST', '/users', { body: anonymous(), ...at }), 201);
      assertStatus(await context.api.call('POST', '/classes/_User', { body: { username: unique('u'), password: 'long enough' }, ...at }), 201);
      const seconds = assertLater(await signUp(at), 'sign-ups', 3600 / 3);
      assert.ok(seconds > 3600 / 3 - 60, `${seconds}`);
      assertLater(await context.api.call('POST', '/users', { body: anonymous(), ...at }), 'sign-ups', 3600 / 3);
      assertStatus(await signUp(from(newAddress())), 201);
    });

    test('what is refused makes nobody, and a name that is free stays free', async () => {
      const at = from(newAddress());
      const username = unique('late');
      for (let i = 0; i < 3; i++) assertStatus(await signUp(at), 201);
      assertLater(await signUp(at, { username }), 'sign-ups', 1200);
      assertStatus(await signUp(from(newAddress()), { username }), 201);
    });

    test('parts of a batch count each for itself', async () => {
      const at = from(newAddress());
      const requests = Array.from({ length: 5 }, () => ({ method: 'POST', path: '/parse/users', body: { username: unique('u'), password: 'long enough' } }));
      const { json } = await context.api.call('POST', '/batch', { body: { requests }, ...at });
      assert.deepEqual(json.map((part) => (part.success ? 'made' : part.error.code)), ['made', 'made', 'made', 155, 155]);
      assert.match(json[4].error.error, /^Too many sign-ups: try again in \d+ seconds\.$/);
      const transaction = await context.api.call('POST', '/batch', { body: { requests: requests.slice(0, 1), transaction: true }, ...at });
      assertLater(transaction, 'sign-ups', 1200);
    });

    test('who is refused before anything is made has not had it', async () => {
      const at = from(newAddress());
      for (let i = 0; i < 5; i++) assertError(await signUp(at, { password: '' }), 400, 201);
      assertStatus(await signUp(at), 201);
    });

    test('one who comes back by authData signs in, which is no sign-up', async () => {
      const at = from(newAddress());
      const body = anonymous();
      for (let i = 0; i < 6; i++) assertStatus(await context.api.call('POST', '/users', { body, ...at }), i ? 200 : 201);
    });

    test('one user makes so many, from whatever address', async () => {
      const { session } = await context.api.signUp(unique('desk'));
      for (let i = 0; i < 2; i++) assertStatus(await signUp({ session, ...from(newAddress()) }), 201);
      assertLater(await signUp({ session, ...from(newAddress()) }), 'sign-ups', 1800);
      assertLater(await signUp({ session }), 'sign-ups', 1800);
    });

    test('neither the master key is counted nor this machine', async () => {
      for (let i = 0; i < 5; i++) assertStatus(await signUp({}), 201);
      const address = newAddress();
      for (let i = 0; i < 5; i++) {
        const answer = await signUp({ master: true, ...from(address) });
        // A proxy speaks for others: there the key is not accepted.
        assertStatus(answer, 403);
      }
      for (let i = 0; i < 5; i++) assertStatus(await signUp({ master: true }), 201);
    });

    test('an IPv6 network is one address; of a list the last address counts', async () => {
      const network = `2001:db8:0:${process.pid.toString(16).slice(-4)}`;
      for (let i = 0; i < 3; i++) assertStatus(await signUp(from(`${network}::${i}`)), 201);
      assertLater(await signUp(from(`${network}:ffff:1:2:3`)), 'sign-ups', 1200);
      assertLater(await signUp(from(`[${network}::9]:4711`)), 'sign-ups', 1200);
      assertStatus(await signUp(from(`${network.slice(0, -1)}g::1`)), 201); // no address: it counts by its letters
      const address = newAddress();
      for (let i = 0; i < 3; i++) assertStatus(await signUp(from(`10.0.0.${i}, ${address}`)), 201);
      assertLater(await signUp(from(`10.0.0.9,${address}:80`)), 'sign-ups', 1200);
      assertLater(await signUp(from(`::ffff:${address}`)), 'sign-ups', 1200);
      const twice = { headers: { 'X-Forwarded-For': [newAddress(), address] } }; // a proxy may add a header of its own
      assertLater(await signUp(twice), 'sign-ups', 1200);
    });
  }, { arguments: limits });

  describeServer('uploads', 'files', (context) => {
    const upload = (bytes, options) => context.api.call('POST', '/files/a.pdf', { body: Buffer.alloc(bytes, 'x'), ...options, headers: { 'Content-Type': 'application/pdf', ...options.headers } });

    test('one user uploads so many files an hour', async () => {
      const { session } = await context.api.signUp(unique('u'));
      for (let i = 0; i < 3; i++) assertStatus(await upload(10, { session }), 201);
      assertLater(await upload(10, { session }), 'uploads', 1200);
      assertStatus(await upload(10, await context.api.signUp(unique('other'))), 201);
      for (let i = 0; i < 6; i++) assertStatus(await upload(10, { master: true }), 201);
    });

    test('and so many bytes; one file may be all of them', async () => {
      const { session } = await context.api.signUp(unique('u'));
      assertStatus(await upload(3000, { session }), 201);
      assertLater(await upload(3000, { session }), 'bytes uploaded', 720);
      assertStatus(await upload(1000, { session }), 201);
      const other = await context.api.signUp(unique('u'));
      assertStatus(await upload(100000, { session: other.session }), 201);
      assertLater(await upload(500, { session: other.session }), 'bytes uploaded', 360);
    });

    test('one address likewise, with whatever accounts', async () => {
      const at = from(newAddress());
      const people = [];
      for (let i = 0; i < 4; i++) people.push(await context.api.signUp(unique('u')));
      for (let i = 0; i < 3; i++) assertStatus(await upload(3000, { session: people[i].session, ...at }), 201);
      assertLater(await upload(3000, { session: people[3].session, ...at }), 'bytes uploaded', 3600);
      assertStatus(await upload(3000, { session: people[3].session, ...from(newAddress()) }), 201);
    });
  }, { arguments: limits });

  describeServer('requests', 'files', (context) => {
    const ask = (options) => context.api.call('GET', '/classes/Patient', options);
    const [PER_ADDRESS, PER_USER] = [2, 3]; // a second

    /** Asks so often as a rate lets one in the time that this takes, and more: begin() makes what each asks. Returns those
     * refused, of which there are as many as the rate says. */
    async function exhaust(rate, begin, isRefused) {
      for (let count = 20 * rate; ; count *= 2) {
        const one = await begin();
        const began = performance.now();
        const answers = [];
        for (let i = 0; i < count; i += 20) answers.push(...await Promise.all(Array.from({ length: 20 }, one)));
        const seconds = (performance.now() - began) / 1000;
        const refused = answers.filter(isRefused);
        const least = count - rate * (10 + seconds) - 1;
        assert.ok(refused.length >= least && refused.length <= count - 10 * rate, `${refused.length} of ${count} in ${seconds} s were refused`);
        if (least >= 1) return refused;
      }
    }
    const isLate = ({ status }) => status === 429;

    test('one address has ten seconds\' worth at once, and then its share', async () => {
      let at;
      const refused = await exhaust(PER_ADDRESS, () => ((at = from(newAddress())), () => ask(at)), isLate);
      assertLater(refused[0], 'requests', 1);
      assert.notEqual((await ask(from(newAddress()))).status, 429);
      assertStatus(await context.api.call('GET', '/health', at), 200);
    });

    test('parts of a batch are requests', async () => {
      const requests = Array.from({ length: 40 }, () => ({ method: 'GET', path: '/parse/classes/Patient' }));
      const began = performance.now();
      const { json } = await context.api.call('POST', '/batch', { body: { requests }, ...from(newAddress()) });
      const meanwhile = Math.ceil((PER_ADDRESS * (performance.now() - began)) / 1000);
      const refused = json.filter(({ error }) => error?.code === 155).length;
      // The batch itself is one, too.
      assert.ok(refused >= 20 - meanwhile && refused <= 21, `${refused} of 40 were refused`);
    });

    test('a user has as much from all addresses together', async () => {
      const begin = async () => {
        const { session } = await context.api.signUp(unique('u'));
        return () => ask({ session, ...from(newAddress()) });
      };
      assert.ok((await exhaust(PER_USER, begin, isLate)).length > 0);
    });

    for (const Client of [LiveClient, GraphqlLiveClient]) {
      test(`a subscription is one request${Client.isGraphql ? ', by GraphQL, too' : ''}`, async () => {
        const answers = [];
        let client;
        const begin = async () => {
          client?.close();
          const { session } = await context.api.signUp(unique('u'));
          client = await Client.connect(context.server, { token: session });
          return async () => answers[answers.push(await client.ask('Patient')) - 1];
        };
        await exhaust(PER_USER, begin, ({ op, code }) => op === 'error' && code === 155);
        client.close();
        assert.ok(answers.every(({ op, code }) => op === 'subscribed' || code === 155));
      });
    }
  }, { arguments: ['--requests-per-address', '2', '--requests-per-user', '3', '--sign-ups-per-address', '0'] });
});
