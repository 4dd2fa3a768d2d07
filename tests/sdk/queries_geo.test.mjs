// Queries over places: near, within a distance, a box, a polygon, a circle; polygons that hold a point.
import {
  Parse, Thing, api, assert, assertError, cases, either, geoPoint, makeThings, names, query, sortedNames, suite, test,
  whereNames,
} from './lib/sdk.mjs';

const taipei = geoPoint(25.0330, 121.5654);
const kaohsiung = geoPoint(22.6273, 120.3014); // some 297 km from Taipei
const tokyo = geoPoint(35.6762, 139.6503); // some 2,100 km
const square = (south, west, size) => [[south, west], [south, west + size], [south + size, west + size], [south + size, west]];

let prepared;
const fixture = () => (prepared ??= makeThings([
  { name: 'taipei', place: new Parse.GeoPoint(taipei) },
  { name: 'kaohsiung', place: new Parse.GeoPoint(kaohsiung) },
  { name: 'tokyo', place: new Parse.GeoPoint(tokyo) },
  { name: 'nowhere' },
]));
const here = new Parse.GeoPoint(25.05, 121.55);

suite('queries: near a point', () => {
  // A fourth column: parse-server on PostgreSQL sorts by distance first, whatever the order asked for.
  const near = async (constrain, expected, onPostgres = expected) => {
    const { query: all } = await fixture();
    assert.deepEqual(await names(constrain(all())), either({ parseServer: onPostgres, ours: expected }));
  };
  cases([
    ['within kilometers, nearest first', (all) => all.withinKilometers('place', here, 400), ['taipei', 'kaohsiung']],
    ['within kilometers: all three', (all) => all.withinKilometers('place', here, 3000), ['taipei', 'kaohsiung', 'tokyo']],
    ['within kilometers: one', (all) => all.withinKilometers('place', here, 10), ['taipei']],
    ['within miles', (all) => all.withinMiles('place', here, 200), ['taipei', 'kaohsiung']],
    ['within radians', (all) => all.withinRadians('place', here, 0.05), ['taipei', 'kaohsiung']],
    ['an order of its own wins', (all) => all.withinKilometers('place', here, 3000).descending('name'), ['tokyo', 'taipei', 'kaohsiung'], ['taipei', 'kaohsiung', 'tokyo']],
    ['limit takes the nearest', (all) => all.withinKilometers('place', here, 3000).limit(1), ['taipei']],
  ], near);
  test('unsorted within a distance ($geoWithin $centerSphere)', async () => {
    const { query: all } = await fixture();
    assert.deepEqual(await sortedNames(all().withinKilometers('place', here, 400, false)), ['kaohsiung', 'taipei']);
  });
  test('count of those near', async () => {
    const { group } = await fixture();
    const where = { group, place: { $nearSphere: taipei, $maxDistance: 0.05 } };
    const answer = await api.call('GET', `/classes/Thing${query({ where, count: 1, limit: 0 })}`);
    assert.equal(answer.json.count, 2);
  });
});

suite('queries: within an area', () => {
  const find = async (where, expected) => assert.deepEqual(await whereNames((await fixture()).group, where), expected);
  const box = (southWest, northEast) => ({ place: { $within: { $box: [southWest, northEast] } } });
  const polygon = (value) => ({ place: { $geoWithin: { $polygon: value } } });
  cases([
    ['$within $box', box(geoPoint(22, 120), geoPoint(26, 122)), ['kaohsiung', 'taipei']],
    ['$within $box that holds none', box(geoPoint(0, 0), geoPoint(1, 1)), []],
    ['$geoWithin $polygon of points', polygon([geoPoint(24, 121), geoPoint(26, 121), geoPoint(26, 123), geoPoint(24, 123)]), ['taipei']],
    ['$geoWithin $centerSphere', { place: { $geoWithin: { $centerSphere: [taipei, 0.01] } } }, ['taipei']],
    ['$geoWithin $centerSphere of [longitude, latitude]', { place: { $geoWithin: { $centerSphere: [[121.5654, 25.033], 0.01] } } }, ['taipei']],
    ['equality with a point', { place: taipei }, ['taipei']],
  ], find);
  test('by the SDK: withinGeoBox and withinPolygon', async () => {
    const { query: all } = await fixture();
    const points = [[24, 121], [26, 121], [26, 123], [24, 123]].map(([latitude, longitude]) => new Parse.GeoPoint(latitude, longitude));
    assert.deepEqual(await names(all().withinPolygon('place', points)), ['taipei']);
    const found = all().withinGeoBox('place', new Parse.GeoPoint(22, 120), new Parse.GeoPoint(26, 122));
    assert.deepEqual(await sortedNames(found), ['kaohsiung', 'taipei']);
  });
  const wrong = {
    'a polygon of two points': [{ $polygon: [taipei, tokyo] }, 'bad $geoWithin value; $polygon should contain at least 3 GeoPoints'],
    'a polygon that is none': [{ $polygon: 5 }, "bad $geoWithin value; $polygon should be Polygon object or Array of Parse.GeoPoint's"],
    'a circle without a distance': [{ $centerSphere: [taipei] }, 'bad $geoWithin value; $centerSphere should be an array of Parse.GeoPoint and distance'],
    'a circle of negative size': [{ $centerSphere: [taipei, -1] }, 'bad $geoWithin value; $centerSphere distance invalid'],
    'a circle around nothing': [{ $centerSphere: ['x', 1] }, 'bad $geoWithin value; $centerSphere geo point invalid'],
  };
  for (const [title, [$geoWithin, message]] of Object.entries(wrong)) {
    test(`${title} is error 107`, async () => {
      const answer = await api.call('GET', `/classes/Thing${query({ where: { place: { $geoWithin } } })}`);
      assertError(answer, 400, 107, message);
    });
  }
});

suite('queries: polygons that hold a point', () => {
  let areas;
  const ready = () => (areas ??= makeThings([
    { name: 'small', area: new Parse.Polygon(square(0, 0, 2)) },
    { name: 'large', area: new Parse.Polygon(square(0, 0, 20)) },
    { name: 'far', area: new Parse.Polygon(square(50, 50, 2)) },
  ]));
  cases([
    ['inside two', geoPoint(1, 1), ['large', 'small']],
    ['inside one', geoPoint(10, 10), ['large']],
    ['outside all', geoPoint(-10, -10), []],
  ], async (point, expected) => {
    const { group } = await ready();
    assert.deepEqual(await whereNames(group, { area: { $geoIntersects: { $point: point } } }), expected);
  });
  test('by the SDK: polygonContains', async () => {
    const { query: all } = await ready();
    assert.deepEqual(await names(all().polygonContains('area', new Parse.GeoPoint(51, 51))), ['far']);
  });
  test('equality with a polygon', async () => {
    const { group } = await ready();
    const coordinates = [...square(0, 0, 2), [0, 0]];
    assert.deepEqual(await whereNames(group, { area: { __type: 'Polygon', coordinates } }), ['small']);
  });
  test('$geoIntersects with what is no point is error 107', async () => {
    const where = { area: { $geoIntersects: { $point: 5 } } };
    assertError(await api.call('GET', `/classes/Thing${query({ where })}`), 400, 107, 'bad $geoIntersect value; $point should be GeoPoint');
  });
  test('a query of the class still works by the SDK', async () => {
    const { things } = await ready();
    assert.equal((await new Parse.Query(Thing).get(things[0].id)).get('name'), 'small');
  });
});
