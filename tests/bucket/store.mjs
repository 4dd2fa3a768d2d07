// A store of objects for a test: s3rver, which checks no signatures of version 4, behind a server that does, and that
// fails when it is told to.
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, requireFrom } from '../lib/packages.mjs';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

export const keyId = 'S3RVER'; // the one that s3rver knows
export const secret = 'a secret/of+ours';

/** Whether the request is signed with the secret, by the rules of Signature Version 4, written anew here. */
export function isSigned({ method, url, headers }, body) {
  const [, credential, names, signature] = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? '') ?? [];
  if (!credential) return false;
  const [id, ...scope] = credential.split('/');
  const [path, query = ''] = url.split('?');
  const time = headers['x-amz-date'];
  const required = ['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.split(';').includes(name));
  const canonical = [method, path, query.split('&').sort().join('&'), ...names.split(';').map((name) => `${name}:${headers[name].trim()}`), '', names, headers['x-amz-content-sha256']].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce((last, part) => hmac(last, part), `AWS4${secret}`);
  return required && id === keyId && headers['x-amz-content-sha256'] === sha256(body) && scope[0] === time.slice(0, 8) && hmac(key, text).toString('hex') === signature;
}

/**
 * { url, requests, uploads, failing, close() }: `failing` is asked for each request what to answer instead, if anything: a
 * status, 'cut' (nothing), 'half' (half of the answer) or 'stall' (the answer's head, and then nothing). `uploads` are the
 * multipart uploads that were begun and not ended: s3rver has no list of them, and forgets none.
 */
export async function startStore(directory, { tls } = {}) {
  const S3rver = requireFrom(await installPackages(dirname(fileURLToPath(import.meta.url)), 'bucket-test'))('s3rver');
  const behind = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets: [{ name: 'backups' }] });
  const { port } = await behind.run();
  const store = { requests: [], uploads: new Map(), failing: () => null };
  /** What s3rver does not know of uploads in parts; true when it was answered. */
  const answerUploads = (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://x');
    const id = searchParams.get('uploadId');
    if (request.method === 'GET' && searchParams.has('uploads')) {
      const of = [...store.uploads].map(([upload, { key, begun }]) => `<Upload><Key>${key}</Key><UploadId>${upload}</UploadId><Initiated>${begun}</Initiated></Upload>`);
      response.writeHead(200).end(`<ListMultipartUploadsResult>${of.join('')}</ListMultipartUploadsResult>`);
      return true;
    }
    if (request.method === 'DELETE' && id) {
      response.writeHead(store.uploads.delete(id) ? 204 : 404).end();
      return true;
    }
    if (request.method === 'POST' && id) store.uploads.delete(id);
    else if (request.method === 'POST') store.beginning = pathname.split('/').slice(2).join('/');
    return false;
  };
  const take = (request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const { method, url, headers } = request;
      const failure = store.failing(request);
      store.requests.push(`${method} ${url}`);
      if (failure === 'cut') return request.socket.destroy();
      if (failure && !['half', 'stall'].includes(failure)) return response.writeHead(failure).end('<Error><Code>InternalError</Code></Error>');
      if (!isSigned(request, body)) return response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
      if (answerUploads(request, response)) return undefined;
      const passed = http.request({ agent: false, port, host: '127.0.0.1', method, path: url, headers: { ...headers, host: `127.0.0.1:${port}`, 'content-length': body.length } }, (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        if (failure === 'stall') return response.flushHeaders();
        if (failure === 'half') {
          const length = Number(answer.headers['content-length']);
          let sent = 0;
          answer.on('data', (piece) => {
            if (sent + piece.length > length / 2) request.socket.destroy();
            else response.write(piece);
            sent += piece.length;
          });
          return undefined;
        }
        if (method === 'POST' && store.beginning) {
          const key = store.beginning;
          store.beginning = undefined;
          answer.on('data', (piece) => {
            const [, id] = /<UploadId>([^<]+)</.exec(piece) ?? [];
            if (id) store.uploads.set(id, { key, begun: new Date().toISOString() });
          });
        }
        answer.pipe(response);
      });
      passed.on('error', () => request.socket.destroy());
      passed.end(body);
    });
  };
  const kept = { keepAliveTimeout: 0 }; // this process may stand still for longer than node keeps a connection
  const front = tls ? https.createServer({ key: readFileSync(tls.key), cert: readFileSync(tls.certificate), ...kept }, take) : http.createServer(kept, take);
  await new Promise((resolve) => front.listen(0, '127.0.0.1', resolve));
  return Object.assign(store, {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${front.address().port}`,
    close: async () => {
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
      await behind.close();
    },
  });
}
