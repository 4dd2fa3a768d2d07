// Full-text indexes: what a search finds by an index is what it finds without one, whatever is written, changed and deleted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { randomFrom } from '../lib/random.mjs';
import { assertStatus, query } from '../lib/rest.mjs';

const seed = Number(process.env.CAREGEN_TEST_SEED ?? Date.now() % 1e9);
const WORDS = ['pain', 'Pains', 'painful', 'café', 'cafe', 'CAFÉ', 'über', 'dose', 'doses', 'well-being', 'naïve…end', '10mg', "patient's", '頭痛', 'fever'];

describeServer('full-text indexes', 'text', (context) => {
  const random = randomFrom(seed);
  const text = () => Array.from({ length: 1 + random.below(6) }, () => random.pick(WORDS)).join(random.pick([' ', ', ', '\n', '; ']));
  const search = (field, term, options = {}) =>
    context.api.call('GET', `/classes/Page${query({ where: { [field]: { $text: { $search: { $term: term, ...options } } } }, limit: 1000, order: 'objectId' })}`);
  const found = async (...asked) => {
    const answer = await search(...asked);
    assertStatus(answer, 200);
    return answer.json.results.map((page) => page.objectId);
  };

  test('an index changes nothing of what is found', async (t) => {
    t.diagnostic(`seed ${seed}`);
    const { api } = context;
    const pages = [];
    for (let i = 0; i < 60; i++) {
      const words = text();
      pages.push(await api.create('Page', { indexed: words, plain: words }));
    }
    for (let i = 0; i < 40; i++) {
      const id = pages[random.below(pages.length)];
      const words = random.below(5) ? text() : null;
      const answer = random.below(4)
        ? await api.call('PUT', `/classes/Page/${id}`, { body: { indexed: words, plain: words } })
        : await api.call('DELETE', `/classes/Page/${id}`);
      assert.ok([200, 404].includes(answer.status), answer.text);
    }
    let hits = 0;
    for (let i = 0; i < 300; i++) {
      const word = () => random.pick([random.pick(WORDS), `"${random.pick(WORDS)} ${random.pick(WORDS)}"`, `-${random.pick(WORDS)}`, random.pick(['nothing', '"', '""', '-', 'AND', 'NEAR(', '*', 'words:dose'])]);
      const term = Array.from({ length: 1 + random.below(3) }, word).join(' ');
      const options = random.pick([{}, { $language: 'none' }, { $caseSensitive: true }, { $diacriticSensitive: true }]);
      const expected = await found('plain', term, options);
      assert.deepEqual(await found('indexed', term, options), expected, `${term} ${JSON.stringify(options)}`);
      hits += expected.length;
    }
    assert.ok(hits > 300, 'the searches find something');
  });

  test('the index serves the search', async () => {
    const plan = async (field) => {
      const where = { [field]: { $text: { $search: { $term: 'dose' } } } };
      const answer = await context.api.call('GET', `/classes/Page${query({ where, explain: 1 })}`, { master: true });
      return answer.json.results.map((step) => step.plan).join('\n');
    };
    assert.match(await plan('indexed'), /VIRTUAL TABLE INDEX/);
    assert.doesNotMatch(await plan('indexed'), /SCAN "?Page/);
    assert.match(await plan('plain'), /SCAN "?Page/);
  });

  test('an index opens nothing that the ACL closes', async () => {
    const { api } = context;
    const user = await api.signUp();
    const id = await api.create('Page', { indexed: 'secretword', ACL: { [user.id]: { read: true } } });
    assert.deepEqual(await found('indexed', 'secretword'), []);
    const mine = await api.call('GET', `/classes/Page${query({ where: { indexed: { $text: { $search: { $term: 'secretword' } } } } })}`, { session: user.session });
    assert.deepEqual(mine.json.results.map((page) => page.objectId), [id]);
  });
});
