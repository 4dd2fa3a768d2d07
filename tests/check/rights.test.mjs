// Where rights rise: every place at which a request goes on with the server's own rights, or is given them from
// the start, or makes a row without permission to, and why it may. A new one belongs into this list, and its reason is read in review.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';

const places = {
  'accounts/account_mail.c': [2, 'reads and confirms the account that a token or an address leads to'],
  'accounts/auth_data.c': [1, 'keeps the field that shows which providers a user has'],
  'accounts/erasure_finish.c': [1, 'takes away what an erasure has left, which is on disk'],
  'accounts/invitations.c': [1, 'makes an account that lets nobody in, for whoever may set a pointer to it'],
  'accounts/log_in.c': [2, 'finds the account that somebody signs in to'],
  'accounts/password_change.c': [1, 'reads the name that a new password may not hold'],
  'accounts/role_request.c': [1, 'counts open requests for the same role'],
  'accounts/roles.c': [1, 'gives and takes a role, once somebody who may has decided so'],
  'accounts/session_use.c': [1, 'drops sessions that have ended'],
  'accounts/sessions.c': [4, 'makes and ends the sessions of the user who signs in or out'],
  'hooks/hook.c': [1, "the app's own code asks for all rights"],
  'hooks/webhook_before.c': [1, 'reads the user whom a webhook is asked about'],
  'hooks/webhook_object.c': [1, "a webhook is the app's own code: it may set what only the server may"],
  'http/authenticate.c': [2, "the client has shown the master key, or came by the socket that only the folder's owner can open"],
  'live/judge.c': [1, 'acts for a client that has shown the master key'],
  'live/subscribing.c': [1, 'the client has shown the master key'],
  'objects/notices.c': [1, 'makes the notifications that sentences promise'],
  'objects/system_object.c': [1, 'reads what an object of a class that the server looks after was'],
  'program/demo.c': [1, 'loads the sample data'],
  'program/explain_command.c': [2, 'finds the user, or is told to ask for the master key'],
  'program/late_duties.c': [1, 'does before a start what an earlier one left, and erases again who is erased'],
  'program/migrate_command.c': [1, "is the operator's own command"],
  'program/own_write.c': [1, 'changes what the server looks after itself: files that nothing names, the outbox, what is sealed with an older key'],
  'routes/files.c': [1, 'follows a link that was made with the master key'],
  'routes/installations.c': [2, "finds and replaces a device's installation"],
  'routes/pages.c': [1, 'finds out whether a username is free'],
  'routes/self_erasure.c': [1, 'takes away what is the record of a user who may erase himself, and has shown the password'],
  'routes/signature.c': [1, 'hashes a version, whoever may see it'],
};

const RISE = /\brequest_act_as_server\(|\bown_request\(|\brequest_make\(request, (?!NULL)|(\.|->)master = /g;

test('rights rise where this list says, and nowhere else', () => {
  const runtime = join(root, 'templates/runtime');
  const found = {};
  for (const file of readdirSync(runtime, { recursive: true }).filter((name) => name.endsWith('.c'))) {
    if (['request/own_request.c', 'request/request.c'].includes(file)) continue; // define it
    const rises = readFileSync(join(runtime, file), 'utf8').match(RISE);
    if (rises) found[file] = rises.length;
  }
  assert.deepEqual(found, Object.fromEntries(Object.entries(places).map(([file, [count]]) => [file, count])));
});
