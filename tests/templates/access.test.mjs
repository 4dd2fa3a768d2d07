// The rules of each template against a reference model: random users, assignments, rows and operations. No row
// is shown or changed that the model forbids, and none is hidden or refused that it allows.
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { behavioral, portal, trial } from './reference/clinics.mjs';
import { operationCount, seed, settle, tryOperations } from './reference/operations.mjs';
import { phr } from './reference/phr.mjs';

const OPERATIONS = operationCount(3000);

for (const [name, makeModel] of Object.entries({ trial, portal, behavioral, phr })) {
  describeServer(`the rules of ${name}`, name, (context) => {
    let world;
    before(async () => {
      world = await settle(context.api, makeModel);
    });

    test(`hold in ${OPERATIONS} random operations, seed ${seed}`, () => tryOperations(context.api, world, OPERATIONS));
  }, differs('the rules are ours'));
}
