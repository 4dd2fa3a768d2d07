// Including the objects that pointers lead to.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { access, assertStatus, pointer, query } from '../lib/rest.mjs';

describeServer('include', 'kitchen', (context) => {
  let user;
  let other;
  let orderId;
  let groupId;
  let childId;
  let parentId;

  before(async () => {
    const { api } = context;
    user = await api.signUp();
    other = await api.signUp();
    groupId = await api.create('Group', { select: 's', order: 3, owner: user.pointer });
    orderId = await api.create('Order', { from: 'x', int: 1, group: pointer('Group', groupId) });
    parentId = await api.create('Item', { name: 'parent', order: pointer('Order', orderId), user: user.pointer });
    childId = await api.create('Item', { name: 'child', parent: pointer('Item', parentId), array: [pointer('Order', orderId), 5] });
  });

  const get = async (id, parameters, options) => {
    const answer = await context.api.call('GET', `/classes/Item/${id}${query(parameters)}`, options);
    assertStatus(answer, 200);
    return answer.json;
  };

  test('a pointer becomes the object', async () => {
    const { order } = await get(parentId, { include: 'order' });
    assert.equal(order.__type, 'Object');
    assert.equal(order.className, 'Order');
    assert.equal(order.objectId, orderId);
    assert.equal(order.from, 'x');
    assert.ok(order.createdAt && order.updatedAt);
    assert.deepEqual(order.group, pointer('Group', groupId), 'what is not asked for stays a pointer');
  });

  test('in a find as well', async () => {
    const [found] = await context.api.find('Item', { where: { objectId: parentId }, include: 'order' });
    assert.equal(found.order.from, 'x');
  });

  test('a path includes each step', async () => {
    const { parent } = await get(childId, { include: 'parent.order.group' });
    assert.equal(parent.name, 'parent');
    assert.equal(parent.order.from, 'x');
    assert.equal(parent.order.group.select, 's');
    assert.equal(parent.order.group.order, 3);
    assert.equal(parent.order.group.__type, 'Object');
  });

  test('several at once', async () => {
    const child = await get(childId, { include: 'parent,parent.order,array' });
    assert.equal(child.parent.order.from, 'x');
    assert.equal(child.array[0].from, 'x');
    assert.equal(child.array[1], 5);
  });

  test('keys reach into what is included', async () => {
    const child = await get(childId, { include: 'parent.order', keys: 'parent.order.from' });
    assert.equal(child.parent.order.from, 'x');
    assert.ok(!('int' in child.parent.order));
    assert.ok(!('name' in child.parent));
    assert.ok(!('name' in child));
  });

  test('a user is included without its secrets', async () => {
    const item = await get(parentId, { include: 'user' }, { session: user.session });
    assert.equal(item.user.username, user.username);
    assert.doesNotMatch(JSON.stringify(item), /password|sessionToken/i);
  });

  test('what the caller may not read is left out', async () => {
    for (const options of [{}, { session: other.session }]) {
      const item = await get(parentId, { include: 'user' }, options);
      assert.ok(!('user' in item) || item.user.__type === 'Pointer', JSON.stringify(item));
      assert.doesNotMatch(JSON.stringify(item), new RegExp(user.username));
    }
  });

  test('a private object is included for its readers only', async () => {
    const { api } = context;
    const secretId = await api.create('Order', { from: 'secret', ACL: access(user.id) });
    const id = await api.create('Item', { name: 'open', order: pointer('Order', secretId), array: [pointer('Order', secretId)] });
    const own = await get(id, { include: 'order,array' }, { session: user.session });
    assert.equal(own.order.from, 'secret');
    assert.doesNotMatch(JSON.stringify(await get(id, { include: 'order,array' }, { session: other.session })), /secret/);
    assert.doesNotMatch(JSON.stringify(await get(id, { include: '*' })), /secret/);
  });

  test('a pointer to nothing includes nothing', async () => {
    const { api } = context;
    const goneId = await api.create('Order', { from: 'gone' });
    const id = await api.create('Item', { name: 'dangling', order: pointer('Order', goneId) });
    await api.call('DELETE', `/classes/Order/${goneId}`);
    const item = await get(id, { include: 'order.group' });
    assert.equal(item.name, 'dangling');
    assert.ok(!item.order || item.order.__type === 'Pointer');
  });

  test('a cycle ends where the path ends', async () => {
    const { api } = context;
    const one = await api.create('Item', { name: 'one' });
    const two = await api.create('Item', { name: 'two', parent: pointer('Item', one) });
    assertStatus(await api.call('PUT', `/classes/Item/${one}`, { body: { parent: pointer('Item', two) } }), 200);
    const item = await get(one, { include: 'parent.parent' });
    assert.equal(item.parent.name, 'two');
    assert.equal(item.parent.parent.name, 'one');
  });

  test('what is no pointer is not included', async () => {
    for (const include of ['name', 'nothing', '', "order'", 'order..group', '.', 'name.x.y']) {
      const answer = await context.api.call('GET', `/classes/Item/${parentId}${query({ include })}`);
      assert.ok(answer.status < 500, `${include}: ${answer.text}`);
      if (answer.status === 200) assert.equal(answer.json.name, 'parent');
    }
  });

  test('many rows share one included object', async () => {
    const { api } = context;
    const group = await api.create('Order', { from: 'shared' });
    for (let i = 0; i < 5; i += 1) await api.create('Item', { name: `n${i}`, order: pointer('Order', group) });
    const found = await api.find('Item', { where: { order: pointer('Order', group) }, include: 'order', order: 'name' });
    assert.deepEqual(found.map((item) => item.order.from), Array(5).fill('shared'));
  });
});
