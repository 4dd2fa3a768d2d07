// Requests of Parse's REST protocol, as whoever is signed in. The only way from a page to its server.

/** What the server refused, or why it did not answer (status 0). */
export class RequestError extends Error {
  constructor(message, { status = 0, code } = {}) {
    super(message);
    Object.assign(this, { name: 'RequestError', status, code });
  }
}

export const SESSION_ENDED = 209;

/** The headers of a request as somebody: { applicationId, clientKey, token, masterKey }; clientKey is { header, value }, or several. */
export function headersOf({ applicationId, clientKey, token, masterKey }, hasBody) {
  return {
    'X-Parse-Application-Id': applicationId,
    ...Object.fromEntries([clientKey ?? []].flat().map(({ header, value }) => [header, value])),
    ...(masterKey ? { 'X-Parse-Master-Key': masterKey } : {}),
    ...(token && !masterKey ? { 'X-Parse-Session-Token': token } : {}),
    ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
  };
}

/** A client key that somebody knows without its kind: a server takes it by either header. */
export const typedClientKey = (value) => (value ? ['X-Parse-REST-API-Key', 'X-Parse-Javascript-Key'].map((header) => ({ header, value })) : undefined);

/** Classes of Parse's own have paths of their own. */
export const classPath = (className) => ({ _User: '/users', _Role: '/roles', _Session: '/sessions', _Installation: '/installations' }[className] ?? `/classes/${encodeURIComponent(className)}`);
export const objectPath = (className, objectId) => `${classPath(className)}/${encodeURIComponent(objectId)}`;

/** The URL below which the page and its server are: a proxy may have put a path in front. */
export const baseOf = (href) => new URL('.', href);

async function read(answer) {
  const text = await answer.text();
  let json;
  try {
    json = text ? JSON.parse(text) : {};
  } catch {
    throw new RequestError(answer.ok ? 'The answer is not JSON.' : `The server answered ${answer.status}.`, answer);
  }
  if (!answer.ok) throw new RequestError(json.error ?? `The server answered ${answer.status}.`, { status: answer.status, code: json.code });
  return json;
}

/**
 * A client of the API at a URL (without a slash at its end). `who` is { applicationId, token, masterKey } and may be
 * changed at any time. Where a session has ended, onEnded(error) is called; once what it returns has been fulfilled,
 * the request is sent again, and when it is rejected, the request is, too.
 */
export function createClient({ api, clientKey, who = {}, onEnded }) {
  const client = { api, who, onEnded, lastUse: 0 };

  async function send(method, path, { query = {}, body, headers } = {}) {
    const url = new URL(api + path);
    // What is looked for may tell of people: it goes into the body, so that no log on the way has it.
    const inBody = method === 'GET' && query.where !== undefined;
    const sent = inBody ? { ...query, _method: 'GET' } : body;
    if (!inBody) for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    const isBytes = sent instanceof Blob;
    let answer;
    try {
      answer = await fetch(url, {
        method: inBody ? 'POST' : method, cache: 'no-store', credentials: 'omit',
        headers: { ...headersOf({ clientKey, ...client.who }, sent !== undefined && !isBytes), ...headers },
        body: sent === undefined || isBytes ? sent : JSON.stringify(sent),
      });
    } catch (error) {
      throw new RequestError(error.message);
    }
    const json = await read(answer);
    client.lastUse = Date.now();
    return json;
  }

  client.request = async (method, path, options) => {
    try {
      return await send(method, path, options);
    } catch (error) {
      if (error.code !== SESSION_ENDED || !client.onEnded || options?.isFinal) throw error;
      await client.onEnded(error);
      return send(method, path, options);
    }
  };
  client.get = (path, query, options) => client.request('GET', path, { query, ...options });
  client.post = (path, body, options) => client.request('POST', path, { body, ...options });
  client.put = (path, body, options) => client.request('PUT', path, { body, ...options });
  client.delete = (path, options) => client.request('DELETE', path, options);
  /** { results, count } of a query; where is left out when it asks for nothing. */
  client.find = (className, { where, ...query } = {}) => client.get(classPath(className), { ...query, ...(where && Object.keys(where).length ? { where } : {}) });
  /** Stores a file, and returns the File that a field takes. */
  client.upload = async (file) => {
    const type = file.type || 'application/octet-stream';
    const { name, url } = await client.post(`/files/${encodeURIComponent(file.name)}`, file, { headers: { 'Content-Type': type } });
    return { __type: 'File', name, url };
  };
  return client;
}
