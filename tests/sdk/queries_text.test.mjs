// Queries over text: regular expressions with their options, prefixes, and full-text search.
import {
  api, assert, assertError, cases, either, makeThings, query, sortedNames, suite, test, whereNames, names,
} from './lib/sdk.mjs';

let prepared;
const fixture = () => (prepared ??= makeThings([
  { name: 'a', text: 'The quick brown fox' },
  { name: 'b', text: 'jumps over the lazy dog' },
  { name: 'c', text: 'Foxes are quicker than dogs\nsecond line' },
  { name: 'd', text: 'price: $5.00 (net)' },
  { name: 'e', text: '50% off_today' },
  { name: 'f' },
]));
const find = async (where, expected, onPostgres = expected) => {
  const { group } = await fixture();
  assert.deepEqual(await whereNames(group, where), either({ parseServer: onPostgres, ours: expected }));
};

suite('queries: $regex', () => {
  cases([
    ['an infix', { text: { $regex: 'quick' } }, ['a', 'c']],
    ['minds case', { text: { $regex: 'fox' } }, ['a']],
    ['option i does not', { text: { $regex: 'fox', $options: 'i' } }, ['a', 'c']],
    ['an anchored prefix', { text: { $regex: '^The' } }, ['a']],
    ['an anchored end', { text: { $regex: 'dog$' } }, ['b']],
    ['alternatives', { text: { $regex: 'lazy|brown' } }, ['a', 'b']],
    ['a character class', { text: { $regex: '[0-9]{2}%' } }, ['e']],
    ['a word escape', { text: { $regex: '\\d\\.\\d\\d' } }, ['d']],
    ['option x ignores white space in the pattern', { text: { $regex: 'qu ick', $options: 'x' } }, ['a', 'c']],
    ['quoted with \\Q and \\E', { text: { $regex: '\\Q$5.00 (net)\\E' } }, ['d']],
    ['a quoted prefix', { text: { $regex: '^\\Q50% off_\\E' } }, ['e']],
    ['a percent sign is no wildcard', { text: { $regex: 'T%x' } }, []],
    ['no match', { text: { $regex: 'zebra' } }, []],
  ], find);
  test('by the SDK: startsWith, endsWith, contains, matches', async () => {
    const { query: all } = await fixture();
    assert.deepEqual(await sortedNames(all().startsWith('text', 'The q')), ['a']);
    assert.deepEqual(await sortedNames(all().endsWith('text', 'dog')), ['b']);
    assert.deepEqual(await sortedNames(all().contains('text', '$5.00 (')), ['d']);
    assert.deepEqual(await sortedNames(all().matches('text', /QUICK/i)), ['a', 'c']);
    assert.deepEqual(await sortedNames(all().matches('text', 'brown')), ['a']);
  });
  test('a quote in a pattern is only a quote', async () => {
    const { group } = await makeThings([{ name: 'a', text: `it's` }, { name: 'b', text: 'its' }]);
    assert.deepEqual(await whereNames(group, { text: { $regex: `t's` } }), ['a']);
  });
  test('a startsWith with quotes and \\E in it', async () => {
    const { query: all } = await makeThings([{ name: 'a', text: `x\\E'y` }, { name: 'b', text: 'xy' }]);
    assert.deepEqual(await sortedNames(all().startsWith('text', `x\\E'`)), either({ parseServer: [], ours: ['a'] }));
  });
  test('a regex that is no string is refused', async () => {
    const answer = await api.call('GET', `/classes/Thing${query({ where: { text: { $regex: 5 } } })}`);
    assertError(answer, 400, 102);
  });
  test('a broken pattern is refused', async () => {
    const answer = await api.call('GET', `/classes/Thing${query({ where: { text: { $regex: '(' } } })}`);
    assert.equal(answer.status, either({ parseServer: 500, ours: 400 }));
  });
});

const search = (term, extra = {}) => ({ text: { $text: { $search: { $term: term, ...extra } } } });

suite('queries: $text', () => {
  cases([
    ['a word', search('brown'), ['a']],
    ['does not mind case', search('FOX'), ['a', 'c']],
    ['finds other forms of the word', search('dog'), ['b', 'c']],
    ['no match', search('zebra'), []],
    ['a language', search('quick', { $language: 'english' }), ['a']],
  ], async (where, expected) => {
    const { group } = await fixture();
    const found = await api.find('Thing', { where: { ...where, group } });
    assert.deepEqual(found.map(({ name }) => name).sort(), expected);
  });
  test('by the SDK: fullText', async () => {
    const { query: all } = await fixture();
    assert.deepEqual(await names(all().fullText('text', 'lazy')), ['b']);
  });
  const wrong = {
    'a $search that is no object': [{ $search: 'x' }, 'bad $text: $search, should be object'],
    'a $term that is no string': [{ $search: { $term: 1 } }, 'bad $text: $term, should be string'],
    'a missing $term': [{ $search: {} }, 'bad $text: $term, should be string'],
    'a $language that is no string': [{ $search: { $term: 'a', $language: 1 } }, 'bad $text: $language, should be string'],
    'a $caseSensitive that is no boolean': [{ $search: { $term: 'a', $caseSensitive: 'x' } }, 'bad $text: $caseSensitive, should be boolean'],
    'a $diacriticSensitive that is no boolean': [{ $search: { $term: 'a', $diacriticSensitive: 'x' } }, 'bad $text: $diacriticSensitive, should be boolean'],
  };
  for (const [title, [$text, message]] of Object.entries(wrong)) {
    test(`${title} is error 107`, async () => {
      const answer = await api.call('GET', `/classes/Thing${query({ where: { text: { $text } } })}`);
      assertError(answer, 400, 107, message);
    });
  }
});
