// --allow-origin: whose pages may read what the API answers, and open live queries.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { buildServer } from '../lib/builds.mjs';
import { describeServer, differs } from '../lib/fixture.mjs';
import { handshake } from '../lib/live.mjs';
import { assertStatus, send } from '../lib/rest.mjs';

const cors = ({ headers }) => Object.keys(headers).filter((name) => name.startsWith('access-control-'));
const ours = differs('the list of origins is an option of our server');

describeServer('a server whose pages are named', 'kitchen', (context) => {
  const get = (origin, path = '/classes/Item') => context.api.call('GET', path, { headers: origin ? { Origin: origin } : {} });
  const preflight = (origin) => send(`${context.server.base}/classes/Item`, { method: 'OPTIONS', headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' } });

  for (const origin of ['https://app.example', 'http://localhost:5173', 'capacitor://localhost']) {
    test(`tells a browser that ${origin} may`, async () => {
      for (const answer of [await get(origin), await preflight(origin), await send(`${context.server.base}/classes/Item`, { headers: { Origin: origin } })]) {
        assert.equal(answer.headers['access-control-allow-origin'], origin);
        assert.equal(answer.headers.vary, 'Origin');
        assert.equal(answer.headers['access-control-allow-credentials'], undefined);
        assert.match(answer.headers['access-control-allow-headers'], /X-Parse-Session-Token/);
      }
    });
  }

  for (const origin of ['https://app.example.evil', 'http://app.example', 'https://app.example:8443', 'https://sub.app.example', 'https://app.exampl', 'null', '*', '', 'https://app.example, http://localhost:5173', 'none']) {
    test(`tells it nothing for ${JSON.stringify(origin)}`, async () => {
      for (const answer of [await get(origin), await preflight(origin)]) {
        assertStatus(answer, 200);
        assert.deepEqual(cors(answer), []);
        assert.equal(answer.headers.vary, 'Origin');
      }
    });
  }

  test('says to whom it would say the same, also where no page asks', async () => {
    const answer = await get();
    assert.deepEqual(cors(answer), []);
    assert.equal(answer.headers.vary, 'Origin');
  });

  test('opens live queries to these pages, to its own, and to what is no browser', async () => {
    const status = async (origin) => {
      const { socket, head } = await handshake(context.server.base, { headers: origin ? { Origin: origin } : {} });
      socket.destroy();
      return Number(head.split(' ')[1]);
    };
    const { origin, host } = new URL(context.server.base);
    for (const page of ['https://app.example', origin, undefined]) assert.equal(await status(page), 101, page);
    for (const page of ['https://evil.example', `https://${host}`, 'null', `${origin}x`, 'http://']) assert.equal(await status(page), 403, page);
  });
}, { arguments: ['--allow-origin', 'https://app.example, http://localhost:5173,capacitor://localhost'], ...ours });

describeServer('a server of whose pages all may', 'kitchen', (context) => {
  test('says so without a list, and never lets a browser add credentials', async () => {
    const answer = await context.api.call('GET', '/classes/Item', { headers: { Origin: 'https://any.example' } });
    assert.equal(answer.headers['access-control-allow-origin'], '*');
    assert.equal(answer.headers['access-control-allow-credentials'], undefined);
    assert.equal(answer.headers.vary, undefined);
  });
}, { arguments: ['--allow-origin', '*'], ...ours });

describeServer('a server of whose pages none may', 'kitchen', (context) => {
  test('tells no browser anything', async () => {
    assert.deepEqual(cors(await context.api.call('GET', '/classes/Item', { headers: { Origin: 'none' } })), []);
  });
}, { arguments: ['--allow-origin', 'none'], ...ours });

describe('--allow-origin', ours, () => {
  test('takes origins as browsers write them, and nothing else', async () => {
    const { program } = await buildServer('kitchen');
    for (const list of ['https://app.example/', 'https://', 'app.example', 'https://*.example', 'https://a.example,*', 'https://a b', 'null', 'https://u@a.example', ',']) {
      const { status, stderr } = spawnSync(program, ['serve', '--allow-origin', list, '--data', '/dev/null/none'], { encoding: 'utf8', timeout: 60000 });
      assert.equal(status, 1, list);
      assert.match(stderr, /--allow-origin takes origins/, list);
    }
  });
});
