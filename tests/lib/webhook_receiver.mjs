// The other process that a server's webhooks are kept in: an HTTP server of the test on a free port.
import http from 'node:http';
import { after } from 'node:test';
import { unique } from './rest.mjs';

/**
 * Starts one; it ends with the tests. url(answer) is the URL of something new: `answer` is a value, or a function
 * of { body, headers, method, response }. What it is, returns or promises is sent: a text as it stands, another value
 * as JSON; a function that returns nothing sees to the response itself.
 */
export async function webhookReceiver() {
  const answers = new Map();
  const receiver = http.createServer({ keepAliveTimeout: 0 }, (request, response) => { // this process may stand still
    let text = '';
    request.on('data', (chunk) => { text += chunk; });
    request.on('end', async () => {
      const answer = answers.get(request.url);
      const value = typeof answer === 'function' ? await answer({ body: JSON.parse(text), headers: request.headers, method: request.method, response }) : answer;
      if (value !== undefined) response.end(typeof value === 'string' ? value : JSON.stringify(value));
    });
  });
  await new Promise((resolve) => { receiver.listen(0, '127.0.0.1', resolve); });
  after(() => {
    receiver.close();
    receiver.closeAllConnections();
  });
  return {
    url(answer) {
      const path = `/${unique('hook')}`;
      answers.set(path, answer);
      return `http://127.0.0.1:${receiver.address().port}${path}`;
    },
  };
}
