// Runs parse-server as the program under comparison: `node parse_server.cjs OPTIONS.json`. Prints one
// line, "listening on URL", and ends on SIGTERM. It is a program of its own because parse-server keeps
// global state; a .cjs because its packages are found from the folder that it was installed in.
const { createRequire } = require('node:module');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const http = require('node:http');

const { installation, port, options, graphql } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const requireFrom = createRequire(join(installation, 'package.json'));
const express = requireFrom('express');
const { ParseServer, ParseGraphQLServer } = requireFrom('parse-server');

async function main() {
  const server = new ParseServer(options);
  await server.start();
  const app = express();
  app.use('/parse', server.app);
  if (graphql) await new ParseGraphQLServer(server, { graphQLPath: '/graphql' }).applyGraphQL(app);
  const listener = http.createServer(app);
  listener.listen(port, '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${listener.address().port}/parse`);
  });
  process.on('SIGTERM', () => process.exit(0));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
