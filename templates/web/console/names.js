// What pointers lead to, by name: asked for beside the objects, because an include would leave out those whose objects are
// not shown to this person, as if there were none.
import { isPointer, nameField } from '../kit/values.js';
import { may } from './model.js';

/** Names a pointer's class has, by objectId; of what is not shown, none. */
async function namesOf(client, info, ids) {
  const name = nameField(info.fields);
  const { results } = await client.find(info.className, { where: { objectId: { $in: ids } }, keys: name, limit: ids.length });
  return new Map(results.map((one) => [one.objectId, one]));
}

/** The objects with their pointers replaced by objects that have a name, as far as this person may see them. */
export async function withNames({ client, model }, objects) {
  const wanted = new Map(); // className → ids
  for (const object of objects) {
    for (const value of Object.values(object)) {
      const info = value?.__type === 'Pointer' && model.classes[value.className];
      if (!info || !may(info, 'find') || !nameField(info.fields)) continue;
      if (!wanted.has(value.className)) wanted.set(value.className, new Set());
      wanted.get(value.className).add(value.objectId);
    }
  }
  const found = new Map(await Promise.all([...wanted].map(async ([className, ids]) => [className, await namesOf(client, model.classes[className], [...ids])])));
  const named = (value) => {
    const one = isPointer(value) && found.get(value.className)?.get(value.objectId);
    return one ? { ...one, __type: 'Object', className: value.className } : value;
  };
  return objects.map((object) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, named(value)])));
}
