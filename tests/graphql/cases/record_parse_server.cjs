// Records the GraphQL schema that parse-server makes of a schema file: its own code, without a database.
//
//   cd /tmp/somewhere && npm install --ignore-scripts parse-server@9.10.0
//   NODE_PATH=/tmp/somewhere/node_modules node tests/graphql/cases/record_parse_server.cjs tests/schemas/kitchen.schema.json >tests/graphql/cases/parse_server.graphql
const { readFileSync } = require('node:fs');
const { ParseGraphQLSchema } = require('parse-server/lib/GraphQL/ParseGraphQLSchema');
const { defaultColumns } = require('parse-server/lib/Controllers/SchemaController');
const { printSchema, lexicographicSortSchema } = require(require.resolve('graphql', { paths: [require.resolve('parse-server/package.json')] }));

const given = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const declared = new Map(['_User', '_Role', '_Session', '_Installation'].map((name) => [name, {}]));
for (const { className, fields } of given.classes ?? given.results ?? given) declared.set(className, { ...declared.get(className), ...fields });
const classes = [...declared].map(([className, fields]) => ({ className, fields: { ...defaultColumns._Default, ...defaultColumns[className], ...fields } }));
const schema = new ParseGraphQLSchema({
  parseGraphQLController: { getGraphQLConfig: async () => ({}) },
  databaseController: { loadSchema: async () => ({ getAllClasses: async () => classes }) },
  log: { warn() {}, error: console.error },
  appId: 'recorded',
});
schema._getFunctionNames = async () => ['hello'];
schema.load().then((loaded) => {
  process.stdout.write(printSchema(lexicographicSortSchema(loaded)).replaceAll(/\s*"""[^]*?"""/g, ''), () => process.exit(0));
});
