// Fuzzes the runtime's readers for a moment, the same way in every run: enough to see a new mistake. For
// a long search, compile a target with clang's -fsanitize=fuzzer instead of main.c.
import { test } from 'node:test';
import { compile, graphqlLayer, runProgram, valueLayer } from '../lib/c_program.mjs';
import { frame } from '../lib/live.mjs';

const rounds = process.env.CAREGEN_FUZZ_ROUNDS ?? '20000';
const options = { includes: ['templates/runtime', 'tests/unit', 'tests/fuzz'], libraries: ['cjson', 'sodium', 'gnutls', 'wslay', 'microhttpd', 'm'] };
const store = ['tests/unit/fake_store.c', 'tests/unit/sample_class.c'];
const withoutRows = valueLayer.filter((path) => !/\/(object_writer|file_\w+|sealed_value|sql|value|value_reader|class)\.c$/.test(path));

/** A form with files: its Content-Type in the first line, its parts behind `operations` and `map`. */
const form = (operations, map, ...files) => `multipart/form-data; boundary=x\n${[['Content-Disposition: form-data; name="operations"', operations], ['Content-Disposition: form-data; name="map"', map], ...files]
  .map(([head, bytes]) => `--x\r\n${head}\r\n\r\n${bytes}\r\n`).join('')}--x--`;

const targets = {
  runtime_json: {
    sources: withoutRows,
    seeds: ['{"a":[1,-2.5e+3,true,false,null,"x\\u00e9\\ud83d\\ude00\\n"],"b":{"":{}},"a":2}', '[[[[0.1,1e300,123456789012345678901234567890]]]]', '"你好 🙂"', '-0'],
  },
  runtime_date: {
    sources: withoutRows,
    seeds: ['2026-11-21T08:30:00.000Z', '2024-02-29T23:59:59.9+14:00', '0000-01-01', '9999-12-31T23:59Z', '2000-02-29T00:00:00-0930'],
  },
  runtime_base64: { sources: withoutRows, seeds: ['aGVsbG8=', 'AAH/', 'AA==', 'bG9uZ2VyIHRleHQgdGhhdCBpcyBlbmNvZGVk'] },
  runtime_acl: {
    sources: withoutRows,
    seeds: ['{"*":{"read":true},"u1":{"read":true,"write":true},"role:nurse":{"write":true}}', 'r*\nbu1\nwrole:nurse\n', '{"*":{"write":true,"read":false}}', 'null'],
  },
  runtime_key_ring: {
    sources: withoutRows,
    seeds: [
      `${'0123456789abcdef'.repeat(4)}\n`, `${'AB'.repeat(32)} 2026-11-28T14:11:18.462Z\n${'cd'.repeat(32)}\n`, `${'00'.repeat(32)} \r\n\t`,
      [...Array(64)].map((_, i) => i.toString(16).padStart(64, '0')).join('\n'), [...Array(65)].map((_, i) => i.toString(16).padStart(64, '0')).join('\n'),
    ],
  },
  runtime_jwt: {
    sources: [...withoutRows, 'templates/runtime/crypto/jwt.c'],
    seeds: [
      `{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","kid":"1"}]}\x01eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UifQ.${'A'.repeat(86)}`,
      '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},{"kty":"RSA","n":"AQAB","e":"AQAB","use":"sig"}]}\x01e30.e30.e30',
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n\x01eyJhbGciOiJub25lIn0.e30.',
    ],
  },
  runtime_forwarded: {
    sources: ['templates/runtime/http/forwarded.c', 'templates/runtime/http/network.c', 'templates/runtime/formats/digits.c'],
    seeds: [
      'X-Forwarded-For: 192.0.2.1\nForwarded: for=192.0.2.2;proto=https;host=b.example',
      'X-Forwarded-For: 192.0.2.1, [2001:db8::1]:443,10.0.0.1:80\nX-Forwarded-Proto: http,https\nX-Forwarded-Host: a.example', '10.0.0.0/8', 'fd00::/8', '::ffff:10.0.0.1/104',
      'Forwarded: for="[2001:db8::1]:4711";proto=https;host="a\\"b";by=_x, for=192.0.2.1;;,for=unknown\nForwarded: For=_hidden', 'X-Forwarded-For\nX-FORWARDED-FOR:\nForwarded:,;="',
    ],
  },
  runtime_file_range: { sources: ['templates/runtime/formats/byte_range.c'], seeds: ['bytes=0-99', 'bytes=100-', 'bytes=-50', 'bytes=5-2', 'bytes=0-0,2-3', 'bytes=9223372036854775807-', 'bytes=-9223372036854775807'] },
  runtime_file_link: {
    sources: [...valueLayer, 'templates/runtime/files/file_name.c', ...store],
    seeds: [
      'expires=1795248000&as=AbCdEf1234&of=Document/AbCdEf1234&signature=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'expires=99999999999999&as=*&of=&signature=', '?of=Document/x@12', 'of=A/b@0&of=C/d',
      'text/plain; charset=utf-8', '0123456789abcdef0123456789abcdef_scan of may.tar.gz', 'image//svg+xml', 'a.HTML',
    ],
  },
  runtime_live_message: {
    sources: [...withoutRows, 'templates/runtime/live/message.c'],
    seeds: [
      '{"op":"connect","applicationId":"a","javascriptKey":"j","masterKey":"m","sessionToken":"r:1","installationId":"i"}',
      '{"op":"subscribe","requestId":1,"query":{"className":"A","where":{"a":{"$gt":1}},"keys":["a","b.c"],"watch":["a"]},"sessionToken":"r:1","since":"x"}',
      '{"op":"unsubscribe","requestId":1.5}', '{"op":"update","requestId":-1,"query":{"where":{},"className":"","include":["a"]}}',
    ],
  },
  runtime_graphql_message: {
    sources: [...withoutRows, 'templates/runtime/live/graphql_message.c'],
    seeds: [
      '{"type":"connection_init","payload":{"X-Parse-Application-Id":"a","x-parse-session-token":"r:1","X-Parse-Master-Key":"m","other":{"x":1}}}', '{"type":"connection_init"}',
      '{"type":"subscribe","id":"1","payload":{"query":"subscription { items { event } }","variables":{"a":1},"operationName":null,"extensions":{}}}', '{"type":"complete","id":"\\u00e9"}',
      '{"type":"ping","payload":{"a":[1]}}', '{"type":"pong","payload":null}',
    ],
  },
  runtime_upload: {
    sources: [...withoutRows, 'templates/runtime/formats/multipart.c', 'templates/runtime/resolve/upload.c'],
    seeds: [
      form('{"query":"mutation($f: Upload!) { createFile(input: {upload: $f}) { fileInfo { name } } }","variables":{"f":null}}', '{"0":["variables.f"]}', ['Content-Disposition: form-data; name="0"; filename="a \\"b.txt"\r\nContent-Type: text/plain', 'x\r\n-y']),
      form('{"query":"q","variables":{"a":[null,{"b":null}]}}', '{"0":["variables.a.0","variables.a.1.b"],"1":[]}', ['Content-Disposition: form-data; name=0; filename=a', ''], ['content-disposition:form-data;name="1"', '--x']),
      form('[{"query":"q"}]', '{}'), form('{"query":null}', '{"0":["query.x"]}', ['Content-Disposition: form-data; name="0"', 'y']), 'multipart/form-data; boundary=x\n--x--', 'multipart/form-data; boundary="\\"x"; charset=utf-8\n--"x \t\r\n\r\n\r\n--"x--',
    ],
  },
  runtime_resolve: {
    sources: [...graphqlLayer, ...valueLayer, 'templates/runtime/resolve/arguments.c', 'templates/runtime/resolve/where_input.c', 'templates/runtime/resolve/input_operand.c', ...store],
    seeds: [
      '{"where":{"text":{"equalTo":"a","in":["b",null],"matchesRegex":"^c","options":"i","exists":true,"text":{"search":{"term":"t","language":"de"}}},"number":{"lessThan":1.5,"notIn":[1,2]},"OR":[{"flag":{"notEqualTo":true}},{"NOR":[{"date":{"greaterThan":"2026-01-31T08:00:00.000Z"}}]}]},"order":["text_DESC","id_ASC"],"first":2,"after":"YXJyYXljb25uZWN0aW9uOjE=","skip":1}',
      '{"where":{"other":{"have":{"objectId":{"equalTo":"T3RoZXI6YQ=="}}},"friends":{"haveNot":{"OR":[{"id":{"in":["a"]}}]},"exists":false},"text":{"inQueryKey":{"query":{"className":"Other","where":{"a":1}},"key":"b"}}},"last":3,"before":"YXJyYXljb25uZWN0aW9uOjk="}',
      '{"where":{"place":{"nearSphere":{"latitude":1,"longitude":2},"maxDistance":1,"within":{"box":{"bottomLeft":{"latitude":0,"longitude":0},"upperRight":{"latitude":1,"longitude":1}}},"geoWithin":{"centerSphere":{"center":{"latitude":1,"longitude":1},"distance":2}}},"area":{"geoIntersects":{"point":{"latitude":1,"longitude":1}}}},"last":0}',
      '{"where":{"map":{"equalTo":{"key":"a.b","value":[1]},"exists":true,"in":[{"key":"c","value":null}]},"array":{"contains":[1,"x"],"containedBy":[{}]},"file":{"equalTo":"a.txt"},"data":{"in":["AAH/"]},"status":null},"order":[],"skip":-1}',
      '{text: {equalTo: "a"}, AND: [{number: {greaterThanOrEqualTo: -1e3}}], other: {have: {id: {in: ["x", "y"]}}}, map: {notIn: [{key: "a", value: {b: [null]}}]}, place: {geoWithin: {polygon: [{latitude: 1, longitude: 2}]}}}', '{OR: {OR: {OR: {OR: {}}}}}', 'U2FtcGxlOmFiYw==', 'Sample:abc', 'T3RoZXI6',
    ],
  },
  runtime_websocket: {
    sources: [...withoutRows, 'templates/runtime/base/counters.c', 'templates/runtime/live/websocket.c', 'templates/runtime/http/upgraded_socket.c'],
    seeds: [ // in hex
      [frame('text', '{"op":"connect"}')], [frame('text', 'you \u4f60', { fin: false }), frame('ping', 'x'), frame('continuation', '\u597d')],
      [frame('text', 'x'.repeat(130)), frame('pong', ''), frame('close', Buffer.from([3, 232, 98, 121, 101]))], [frame('text', 'a', { length: 70000 })],
      [frame('text', ''), frame('text', 'b', { mask: false })], [frame('close', '')], [frame('binary', 'x')],
    ].map((frames) => Buffer.concat(frames).toString('hex')),
  },
  runtime_graphql: {
    sources: graphqlLayer,
    seeds: [
      'query Q("why" $w: Filter = {and: [{color: GREEN}], any: {a: [1, "x", null]}}, $n: Int = 3, $b: Boolean! = true) @mark { people(where: $w, first: $n) { ...P @include(if: $b) friends(first: 2) { id } } } fragment P on Person { name(short: $b) ... on Node { id } }',
      '{ a: node(id: "\\u00e9\\u{1F600}\\n") { ... on Dog @skip(if: false) { barks owner { name } } __typename } pet(by: {point: {x: 1.5e3}}) { ... on Person { best { id } } ... on Dog { id } } }', 'mutation { add(point: {x: 1, y: null}) } query { echo(int: -5, matrix: [[1, null], 2], ints: 1, any: RED) }',
      '{ __schema { types { name fields(includeDeprecated: true) { args { defaultValue } type { ofType { name } } } } directives { locations } } __type(name: "Filter") { inputFields { name defaultValue } } }', 'subscription S($i: ID) { changed(id: $i) { id } } fragment F on Query { ...G self { ...F } } fragment G on Query { ...F }',
      '"""\n  d\n    e\n""" query Q($s: String = """ b\\""" """) { echo(string: $s) a: echo a: self { self { echo } } self { x: echo } self { x: people { id } } }', '{ ...A ...B } fragment A on Query { self { a: echo } } fragment B on Query { self { a: echo(int: 1) } ...C } fragment C on Query { self { a: self { echo } } }',
      'schema { query: Q } "d" type Q implements I & J { a(b: In = {c: 1}): [E!]! } interface I { a(b: In): [E] } interface J { a(b: In): [E] } enum E { A B } input In { c: Int! d: In2 = {} } input In2 @oneOf { e: Int } extend enum E { C } union U = | Q directive @x(y: Int = 1) repeatable on FIELD | ENUM_VALUE scalar S @specifiedBy(url: "u")',
    ],
  },
  runtime_value: {
    sources: [...valueLayer, ...store],
    seeds: [
      '"text"', '12.5', '{"__type":"Date","iso":"2020-02-29T12:34:56.789Z"}', '{"__type":"Pointer","className":"Other","objectId":"x"}', '{"__type":"File","name":"a b.pdf"}',
      '{"__type":"GeoPoint","latitude":45.5,"longitude":-122.675}', '{"__type":"Polygon","coordinates":[[0,0],[0,10],[10,10],[1.5,1]]}', '{"__type":"Bytes","base64":"AAH/"}',
      '{"__type":"Relation","className":"Other"}', '{"a":{"b":[1,{"c":null}]}}', '[1,2,3]', 'null', 'true',
    ],
  },
};

for (const [name, { sources, seeds }] of Object.entries(targets)) {
  test(`fuzz: ${name}`, () => {
    const program = compile([`tests/fuzz/${name}.c`, 'tests/fuzz/main.c', ...sources], options);
    runProgram(program, [rounds, ...seeds]);
  });
}
