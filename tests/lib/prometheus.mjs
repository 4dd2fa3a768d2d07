// What /metrics says, read strictly: the text format 0.0.4 of prometheus.io, as little of it as a server
// needs, and an error for everything else. Where Debian's promtool is, it is asked, too.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? ([0-9]+(?:\\.[0-9]+)?)$`);

function readLabels(text) {
  const labels = {};
  for (const [, name, value] of (text ?? '').matchAll(/([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g)) {
    assert.ok(!(name in labels), `${name} is said twice`);
    labels[name] = value;
  }
  return labels;
}

/** The family that a sample belongs to: a histogram's samples have names of their own. */
function familyOf(families, name) {
  if (families.has(name)) return families.get(name);
  const [, base] = /^(.*)_(?:bucket|sum|count)$/.exec(name) ?? [];
  const family = families.get(base);
  assert.equal(family?.type, 'histogram', `${name} has no family`);
  return family;
}

/** Buckets rise, the last one is +Inf, and is what is counted. */
function checkHistogram({ name, samples }) {
  const series = new Map();
  for (const { name: sample, labels: { le, ...labels }, value } of samples) {
    const key = JSON.stringify(labels);
    if (!series.has(key)) series.set(key, { buckets: [] });
    if (sample === `${name}_bucket`) series.get(key).buckets.push([le === '+Inf' ? Infinity : Number(le), value]);
    else series.get(key)[sample.slice(name.length + 1)] = value;
  }
  for (const [key, { buckets, sum, count }] of series) {
    assert.ok(buckets.length > 1 && sum !== undefined, `${name}${key}`);
    buckets.reduce(([le, before], [next, value]) => {
      assert.ok(next > le && value >= before, `${name}${key}: ${le}, ${next}`);
      return [next, value];
    });
    assert.deepEqual(buckets.at(-1), [Infinity, count], `${name}${key}`);
  }
}

/** Map of the families by their name: { name, type, help, samples: [{ name, labels, value }] }. */
export function readMetrics(text) {
  const families = new Map();
  const seen = new Set();
  let family;
  assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'), 'the last line has its end');
  for (const line of text.slice(0, -1).split('\n')) {
    const [, keyword, name, rest] = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`).exec(line) ?? [];
    if (keyword === 'HELP') {
      assert.ok(!families.has(name), `${name} is there twice`);
      family = { name, help: rest, samples: [] };
      families.set(name, family);
    } else if (keyword === 'TYPE') {
      assert.equal(name, family.name);
      assert.ok(['counter', 'gauge', 'histogram'].includes(rest), line);
      family.type = rest;
    } else {
      const [, sample, labels, value] = SAMPLE.exec(line) ?? assert.fail(`what is this? ${line}`);
      assert.equal(familyOf(families, sample), family, `${sample} stands with another family`);
      const key = `${sample}${labels}`;
      assert.ok(!seen.has(key), `${key} is there twice`);
      seen.add(key);
      family.samples.push({ name: sample, labels: readLabels(labels), value: Number(value) });
    }
  }
  for (const each of families.values()) {
    assert.equal(each.name.endsWith('_total'), each.type === 'counter', each.name);
    if (each.type === 'histogram') checkHistogram(each);
  }
  return families;
}

/** The sum of a name's samples that have these labels, among others. */
export function sumOf(families, name, labels = {}) {
  const family = familyOf(families, name);
  return family.samples
    .filter((sample) => sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}

/** What promtool says against it, "" for nothing; undefined where there is none. */
export function promtoolSays(text) {
  const { error, status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
  if (error) return undefined;
  return status === 0 ? '' : `${stdout}${stderr}`;
}
