// Signing in with an OpenID provider: ID tokens signed by keys that the test makes.
import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, createHmac, sign as signBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { runsAgainstReference } from '../lib/reference.mjs';
import { assertError, assertStatus, query, unique } from '../lib/rest.mjs';

const ISSUER = 'https://login.example.com';
const AUDIENCE = 'our-app';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const ed25519 = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encryption = generateKeyPairSync('rsa', { modulusLength: 2048 });

const jwk = (pair, members) => ({ ...pair.publicKey.export({ format: 'jwk' }), ...members });
const keySet = {
  keys: [
    { kty: 'oct', k: 'c2VjcmV0', kid: 'secret' },
    jwk(rsa, { kid: 'rsa', use: 'sig' }), jwk(weak, { kid: 'weak' }), jwk(p256, { kid: 'p256' }),
    jwk(p384, { kid: 'p384' }), jwk(ed25519, { kid: 'ed25519' }), jwk(encryption, { kid: 'encryption', use: 'enc' }),
  ],
};

const base64url = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const signers = {
  RS256: (data, key) => signBytes('sha256', data, key),
  RS384: (data, key) => signBytes('sha384', data, key),
  RS512: (data, key) => signBytes('sha512', data, key),
  PS256: (data, key) => signBytes('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  PS384: (data, key) => signBytes('sha384', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }),
  PS512: (data, key) => signBytes('sha512', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }),
  ES256: (data, key) => signBytes('sha256', data, { key, dsaEncoding: 'ieee-p1363' }),
  ES384: (data, key) => signBytes('sha384', data, { key, dsaEncoding: 'ieee-p1363' }),
  EdDSA: (data, key) => signBytes(null, data, key),
};

const now = () => Math.floor(Date.now() / 1000);
const goodClaims = (sub, claims = {}) => ({ iss: ISSUER, aud: AUDIENCE, sub, iat: now(), exp: now() + 300, ...claims });

/** An ID token; `header` members that are undefined are left out. */
function idToken(sub, { alg = 'RS256', key = rsa.privateKey, kid = 'rsa', claims, header } = {}) {
  const data = `${base64url({ alg, kid, ...header })}.${base64url(goodClaims(sub, claims))}`;
  return `${data}.${signers[alg](Buffer.from(data), key).toString('base64url')}`;
}

const folder = mkdtempSync(join(tmpdir(), 'caregen-oidc-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const keyFile = join(folder, 'keys.json');
writeFileSync(keyFile, JSON.stringify(keySet));

const options = {
  skip: runsAgainstReference() && 'parse-server has no adapter for any OpenID provider',
  arguments: ['--oidc-issuer', ISSUER, '--oidc-audience', AUDIENCE, '--oidc-keys', keyFile, '--oidc-provider', 'clinic'],
};

describeServer('OpenID Connect', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);
  const post = (clinic) => call('POST', '/users', { body: { authData: { clinic } } });
  const refused = async (clinic, message = 'id token is invalid for this user.') => assertError(await post(clinic), 404, 101, message);

  test('the first token makes a user, the next one finds it', async () => {
    const sub = unique('sub');
    const first = await post({ id: sub, id_token: idToken(sub) });
    assertStatus(first, 201);
    assert.ok(first.json.username.length >= 10);
    const second = await post({ id_token: idToken(sub) });
    assertStatus(second, 200);
    assert.equal(second.json.objectId, first.json.objectId);
    assert.deepEqual(second.json.authData, { clinic: { id: sub } });
    const session = await call('GET', '/sessions/me', { session: second.json.sessionToken });
    assert.deepEqual(session.json.createdWith, { action: 'login', authProvider: 'clinic' });
  });

  test('a token is not kept', async () => {
    const sub = unique('sub');
    const token = idToken(sub);
    const { json } = await post({ id: sub, id_token: token });
    for (const answer of [
      await call('GET', '/users/me', { session: json.sessionToken }),
      await call('GET', `/users/${json.objectId}`, { master: true }),
    ]) assert.equal(answer.text.includes(token.split('.')[2]), false);
  });

  for (const [alg, pair, kid] of [
    ['RS256', rsa, 'rsa'], ['RS384', rsa, 'rsa'], ['RS512', rsa, 'rsa'], ['PS256', rsa, 'rsa'], ['PS384', rsa, 'rsa'],
    ['PS512', rsa, 'rsa'], ['ES256', p256, 'p256'], ['ES384', p384, 'p384'], ['EdDSA', ed25519, 'ed25519'],
  ]) {
    test(`tokens signed with ${alg}`, async () => {
      // Numbers in ECDSA signatures begin with any byte: some have a sign bit to be kept apart, some a zero.
      for (let round = 0; round < (alg.startsWith('ES') ? 40 : 2); round += 1) {
        const sub = `${alg} ${unique('sub')}`;
        assertStatus(await post({ id_token: idToken(sub, { alg, key: pair.privateKey, kid }) }), 201);
      }
    });
  }

  test('a key that is not named is looked for', async () => {
    const sub = unique('sub');
    assertStatus(await post({ id_token: idToken(sub, { alg: 'ES256', key: p256.privateKey, header: { kid: undefined } }) }), 201);
  });

  test('a list of audiences needs the authorised party', async () => {
    const aud = ['another', AUDIENCE];
    assertStatus(await post({ id_token: idToken(unique('sub'), { claims: { aud: [AUDIENCE] } }) }), 201);
    assertStatus(await post({ id_token: idToken(unique('sub'), { claims: { aud, azp: AUDIENCE } }) }), 201);
    await refused({ id_token: idToken(unique('sub'), { claims: { aud } }) });
    await refused({ id_token: idToken(unique('sub'), { claims: { aud, azp: 'another' } }) });
  });

  for (const [what, claims] of [
    ['another issuer', { iss: 'https://evil.example.com' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'another' }],
    ['no audience', { aud: undefined }],
    ['an empty list of audiences', { aud: [] }],
    ['an audience that is an object', { aud: { a: AUDIENCE } }],
    ['an expiry that has passed', { exp: now() - 3600 }],
    ['no expiry', { exp: undefined }],
    ['an expiry that is a text', { exp: '9999999999' }],
    ['a beginning that is to come', { nbf: now() + 3600 }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject that is a number', { sub: 5 }],
    ['a subject that is too long', { sub: 'x'.repeat(256) }],
  ]) {
    test(`a token with ${what} is refused`, () => refused({ id_token: idToken('somebody', { claims }) }));
  }

  test('a token that others signed is refused', async () => {
    await refused({ id_token: idToken('x', { key: stranger.privateKey }) });
    await refused({ id_token: idToken('x', { key: stranger.privateKey, kid: 'no such key' }) });
    await refused({ id_token: idToken('x', { key: weak.privateKey, kid: 'weak' }) });
    await refused({ id_token: idToken('x', { key: encryption.privateKey, kid: 'encryption' }) });
  });

  test('a token of one key is not one of another that the header names', () =>
    refused({ id_token: idToken('x', { alg: 'ES256', key: p256.privateKey, kid: 'rsa' }) }));

  test('a token that nobody signed is refused', async () => {
    const payload = base64url(goodClaims('somebody'));
    for (const alg of ['none', 'None', '', 'HS256', undefined]) {
      await refused({ id_token: `${base64url({ alg })}.${payload}.` });
      await refused({ id_token: `${base64url({ alg })}.${payload}` });
    }
  });

  test('a public key is no shared secret', async () => {
    const data = `${base64url({ alg: 'HS256', kid: 'rsa' })}.${base64url(goodClaims('somebody'))}`;
    for (const secret of [rsa.publicKey.export({ type: 'spki', format: 'pem' }), 'secret', JSON.stringify(keySet.keys[1])]) {
      await refused({ id_token: `${data}.${createHmac('sha256', secret).update(data).digest('base64url')}` });
    }
  });

  test('a key in the header is not used', async () => {
    const header = { jwk: jwk(stranger), kid: undefined };
    await refused({ id_token: idToken('x', { key: stranger.privateKey, header }) });
  });

  test('extensions that must be understood are not', () =>
    refused({ id_token: idToken('x', { header: { crit: ['exp'] } }) }));

  test('a changed token is refused', async () => {
    const [header, , signature] = idToken('somebody').split('.');
    await refused({ id_token: `${header}.${base64url(goodClaims('somebody else'))}.${signature}` });
    const token = idToken('somebody');
    await refused({ id_token: token.slice(0, -10) });
    await refused({ id_token: `${token}.` });
    await refused({ id_token: `${token}.e30` });
    await refused({ id_token: token.replaceAll('-', '+').replaceAll('_', '/') + '=' });
  });

  for (const [what, id_token] of [
    ['nothing', undefined], ['an empty text', ''], ['dots', '...'], ['two dots', '..'], ['a number', 5], ['an object', {}],
    ['null', null], ['no base64', '*.*.*'], ['no JSON', 'YQ.YQ.YQ'], ['20,000 bytes', 'a'.repeat(20000)],
    ['deep JSON', `${base64url('['.repeat(5000))}.e30.e30`],
  ]) {
    test(`${what} for a token is refused`, () => refused({ id: 'somebody', id_token }));
  }

  test('the id must be that of the token', () =>
    refused({ id: 'victim', id_token: idToken('attacker') }, 'auth is invalid for this user.'));

  test('an account is one user\'s', async () => {
    const sub = unique('sub');
    await post({ id_token: idToken(sub) });
    const user = await context.api.signUp();
    const body = { authData: { clinic: { id_token: idToken(sub) } } };
    assertError(await call('PUT', `/users/${user.id}`, { body, session: user.session }), 400, 208, 'this auth is already used');
  });

  test('a user links an account, signs in with it, and unlinks it', async () => {
    const user = await context.api.signUp();
    const sub = unique('sub');
    const put = (clinic) => call('PUT', `/users/${user.id}`, { body: { authData: { clinic } }, session: user.session });
    assertStatus(await put({ id_token: idToken(sub) }), 200);
    assert.equal((await post({ id_token: idToken(sub) })).json.objectId, user.id);
    assertStatus(await put(null), 200);
    const other = await post({ id_token: idToken(sub) });
    assertStatus(other, 201);
    assert.notEqual(other.json.objectId, user.id);
  });

  test('new keys count from the moment the file has them', async () => {
    const next = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const token = () => idToken(unique('sub'), { key: next.privateKey, kid: 'next' });
    await refused({ id_token: token() });
    writeFileSync(keyFile, JSON.stringify({ keys: [jwk(next, { kid: 'next' })] }));
    assertStatus(await post({ id_token: token() }), 201);
    await refused({ id_token: idToken('x') });
    writeFileSync(keyFile, next.publicKey.export({ type: 'spki', format: 'pem' }) + p256.publicKey.export({ type: 'spki', format: 'pem' }));
    assertStatus(await post({ id_token: token() }), 201);
    assertStatus(await post({ id_token: idToken(unique('sub'), { alg: 'ES256', key: p256.privateKey, kid: 'any' }) }), 201);
    writeFileSync(keyFile, 'no keys at all');
    assert.equal((await post({ id_token: token() })).status, 500);
    writeFileSync(keyFile, JSON.stringify(keySet));
    assertStatus(await post({ id_token: idToken(unique('sub')) }), 201);
  });

  test('authData cannot be asked about', async () => {
    const sub = unique('sub');
    const { json } = await post({ id_token: idToken(sub) });
    await call('PUT', `/users/${json.objectId}`, { body: { ACL: { '*': { read: true }, [json.objectId]: { read: true, write: true } } }, session: json.sessionToken });
    const other = await context.api.signUp();
    for (const where of [
      { 'authData.clinic.id': sub }, { authData: { clinic: { id: sub } } }, { authData: { $exists: true } },
      { $or: [{ 'authData.clinic.id': sub }] }, { _auth_data_clinic: { id: sub } },
    ]) {
      for (const session of [undefined, other.session, json.sessionToken]) {
        const answer = await call('GET', `/users${query({ where })}`, { session });
        assert.equal(answer.status, 400, answer.text);
      }
    }
    assert.equal((await call('GET', `/users${query({ order: 'authData' })}`, { session: other.session })).status, 400);
    const seen = await call('GET', `/users/${json.objectId}${query({ keys: 'authData' })}`, { session: other.session });
    assertStatus(seen, 200);
    assert.equal('authData' in seen.json, false);
  });
}, options);
