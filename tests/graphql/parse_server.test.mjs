// Types, fields, arguments and values are called and typed as parse-server's are (cases/parse_server.graphql, recorded
// from 9.10.0), but for the differences here, which docs/parse-compatibility.md lists.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { buildServer } from '../lib/builds.mjs';
import { graphqlJs } from './peers.mjs';

/** A line for each type, field, argument and enum value: name → what it is. */
function linesOf(text) {
  const schema = graphqlJs.buildSchema(text);
  const lines = new Map();
  for (const [name, type] of Object.entries(schema.getTypeMap()).filter(([one]) => !one.startsWith('__'))) {
    lines.set(name, type.constructor.name);
    for (const field of type.getFields ? Object.values(type.getFields()) : []) {
      lines.set(`${name}.${field.name}`, String(field.type));
      for (const argument of field.args ?? []) lines.set(`${name}.${field.name}(${argument.name})`, String(argument.type));
    }
    for (const value of type.getValues?.() ?? []) lines.set(`${name}.${value.name}`, 'a value');
    for (const member of type.getTypes?.() ?? []) lines.set(`${name} = ${member.name}`, 'a member');
  }
  return lines;
}

const DIFFERENCES = {
  'the schema is compiled in': /^- (Schema\w*|PointerFieldInput|RelationFieldInput|Class|(Create|Update|Delete)Class(Input|Payload)|Query\.class(es)?|Mutation\.(create|update|delete)Class)\b/,
  'the configuration is REST\'s': /^- (ConfigValue|Query\.cloudConfig|Mutation\.updateCloudConfig|UpdateCloudConfig(Input|Payload))\b/,
  'a password is chosen on the page that is mailed': /^- (ConfirmResetPassword(Input|Payload)|Mutation\.confirmResetPassword)\b/,
  'functions are a scalar': /^(~ CloudCodeFunction GraphQLEnumType -> GraphQLScalarType|- CloudCodeFunction\.hello)/,
  'what may be refused may be null': /^~ (Query\.\w+|\w+Payload\.\w+) (\w+)! -> \2$/,
  'relations, too': /^~ \w+\.\w+ (\w+Connection)! -> \1$/,
  'no ACL is none': /^~ \w+\.ACL ACL! -> ACL$/,
  'nobody asks or sorts by ACLs and passwords': /^- (\w+WhereInput\.(ACL|password)|\w+Order\.(ACL|password)_(ASC|DESC))\b/,
  'nobody sorts by relations': /^- \w+Order\.(friends|roles|users)_(ASC|DESC)/,
  'what the master key alone may do has no mutation': /^- ((Create|Update)(Session|ReadOnly)|(Delete)(Installation|ReadOnly)|Mutation\.(createSession|deleteInstallation|(create|update|delete)ReadOnly)|ReadOnly(Pointer|Relation)Input\.create)/,
  'users, roles and devices are not created along': /^- (User|Role|Session|Installation)(PointerInput\.createAndLink|RelationInput\.createAndAdd)\b/,
  'what the server alone sets is in no input': /^- (Create|Update)(User|Session)FieldsInput\.\w+|^- UserLoginWithInput\.emailVerified|^- User\.authDataResponse/,
  'a session\'s token is told once': /^- Session(WhereInput|Order)?\.sessionToken/,
  'a file may be taken out': /^\+ FileInput\.unlink/,
  'another name of a field': /^\+ (Create|Update)?Coded(Order|WhereInput|FieldsInput)?\.ticket|^~ CreateCodedFieldsInput\.code String! -> String$/,
  'a word without a plural has a list': /^\+ Query\.staffList\b/,
  'parse-server has no subscriptions': /^\+ (Subscription(Event)?|\w+SubscriptionPayload)\b/,
  'a field of the protocol that parse-server keeps to itself': /^\+ Session(Order|WhereInput)?\.restricted/,
};

describe('the schema beside parse-server\'s', () => {
  test('differs where it is meant to', async () => {
    const { folder } = await buildServer('kitchen');
    const theirs = linesOf(readFileSync(new URL('cases/parse_server.graphql', import.meta.url), 'utf8'));
    const ours = linesOf(readFileSync(join(folder, 'api/schema.graphql'), 'utf8'));
    const said = [
      ...[...theirs].filter(([name]) => !ours.has(name)).map(([name, is]) => `- ${name} ${is}`),
      ...[...theirs].filter(([name, is]) => ours.has(name) && ours.get(name) !== is).map(([name, is]) => `~ ${name} ${is} -> ${ours.get(name)}`),
      ...[...ours].filter(([name]) => !theirs.has(name)).map(([name, is]) => `+ ${name} ${is}`),
    ];
    assert.ok(theirs.size > 1500 && said.length < theirs.size / 4, `${said.length} of ${theirs.size}`);
    assert.deepEqual(said.filter((line) => !Object.values(DIFFERENCES).some((pattern) => pattern.test(line))), []);
    assert.deepEqual(Object.entries(DIFFERENCES).filter(([, pattern]) => !said.some((line) => pattern.test(line))).map(([why]) => why), []);
  });
});
