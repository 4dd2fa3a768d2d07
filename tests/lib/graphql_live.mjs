// A client of live queries (live.mjs) that subscribes by GraphQL instead, over graphql-transport-ws: its subscriptions
// become documents, and what it is told what Parse's protocol would have told, so that a test of one is a test of both.
import { describeServer } from './fixture.mjs';
import { LiveClient } from './live.mjs';
import { names, shown, toRest, toWhere } from './over_graphql.mjs';
import { client as restClient } from './rest.mjs';

const known = new Map(); // a server's address → names of its schema

/** What connection_init says. */
export const initOf = (server, { token, master, payload = {} } = {}) => ({
  'X-Parse-Application-Id': server.appId, ...(master ? { 'X-Parse-Master-Key': server.masterKey } : {}), ...(token ? { 'X-Parse-Session-Token': token } : {}), ...payload,
});

/** Where a server speaks it: the path of a handshake, and its headers. */
export const graphqlSocket = { path: '/parse/graphql', headers: { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' } };

export class GraphqlLiveClient extends LiveClient {
  pings = 0;

  static isGraphql = true;

  static never = 'GRAPHQL_VALIDATION_FAILED'; // there is no such field of Subscription

  static async connect(server, { token, master, payload, ...options } = {}) {
    if (!known.has(server.base)) known.set(server.base, await names(restClient(server)));
    const client = new GraphqlLiveClient(await LiveClient.shake(server, { ...graphqlSocket, ...options }), server);
    client.all = known.get(server.base);
    client.classes = new Map(); // by the operation's id
    client.send({ type: 'connection_init', payload: initOf(server, { token, master, payload }) });
    await client.next(({ type }) => type === 'connection_ack');
    return client;
  }

  /** A message as Parse's protocol has it; others stay as they are. */
  take(message) {
    const requestId = Number(message.id);
    if (message.type === 'error') {
      const [{ message: error, extensions }] = message.payload;
      this.messages.push({ op: 'error', requestId, error, code: extensions?.code, reconnect: false });
    } else if (message.type === 'next') {
      const className = this.classes.get(message.id);
      const { data: { told }, extensions, errors } = message.payload;
      const object = (node) => ({ className, ...toRest(node, this.all[className]) });
      this.messages.push({
        op: told.event, requestId, object: told.node ? object(told.node) : { className, objectId: told.objectId },
        ...(told.original ? { original: object(told.original) } : {}), ...extensions, since: told.since, ...(errors ? { errors } : {}),
      });
    } else {
      this.messages.push(message);
    }
  }

  /** An answer to a ping comes behind the events of what was written before. */
  async #pong() {
    const number = ++this.pings;
    this.send({ type: 'ping', payload: { number } });
    await this.next(({ type, payload }) => type === 'pong' && payload.number === number);
  }

  async ask(className, where = {}, { keys, watch, since, requestId = ++this.requestId } = {}) {
    const of = this.all[className] ?? { type: className.replace(/^_/, ''), find: `${className.toLowerCase()}s`, fields: {} };
    const fields = keys ? { ...of, fields: Object.fromEntries(Object.entries(of.fields).filter(([name]) => keys.includes(name))) } : of;
    const query = `subscription($where: ${of.type}WhereInput, $watch: [String!], $since: String) {
      told: ${of.find}(where: $where, watch: $watch, since: $since) { event objectId since node { ${shown(fields)} } original { ${shown(fields)} } } }`;
    this.classes.set(String(requestId), className);
    this.send({ type: 'subscribe', id: String(requestId), payload: { query, variables: { where: toWhere(where), watch, since } } });
    await this.#pong();
    const at = this.messages.findIndex((message) => message.requestId === requestId && message.op === 'error');
    return at < 0 ? { op: 'subscribed', requestId } : this.messages.splice(at, 1)[0];
  }

  async settled() {
    await this.#pong();
    return this.messages.splice(0).filter(({ op }) => ['create', 'enter', 'update', 'leave', 'delete'].includes(op));
  }
}

/** A suite twice: over Parse's protocol and over GraphQL's. `define` receives the client to connect with as well. */
export function describeLive(title, buildName, define, options) {
  describeServer(title, buildName, (context) => define(context, LiveClient), options);
  describeServer(`${title}, by GraphQL`, buildName, (context) => define(context, GraphqlLiveClient), options);
}
