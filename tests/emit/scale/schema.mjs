#!/usr/bin/env node
// A synthetic schema for measuring the generator, on standard output: classes of 20 fields with every
// type, required fields, unique ones, and pointers to other classes.
//
//   node tests/emit/scale/schema.mjs CLASSES [FIELDS] >schema.json
import { pathToFileURL } from 'node:url';

const types = ['String', 'Number', 'Boolean', 'Date', 'Object', 'Array', 'File', 'GeoPoint', 'Bytes', 'Polygon'];

export function syntheticSchema(classes, fields = 20) {
  const fieldsOf = (number) => Object.fromEntries(Array.from({ length: fields }, (_, i) => {
    if (i === 0) return ['owner', { type: 'Pointer', targetClass: '_User', required: true }];
    if (i === 1) return ['previous', { type: 'Pointer', targetClass: `Synthetic${Math.max(0, number - 1)}` }];
    if (i === 2) return ['related', { type: 'Relation', targetClass: `Synthetic${(number * 7) % classes}` }];
    const field = { type: types[i % types.length] };
    if (i % 5 === 0) field.required = true;
    return [`field${types[i % types.length]}${i}`, field];
  }));
  return { classes: Array.from({ length: classes }, (_, number) => ({ className: `Synthetic${number}`, fields: fieldsOf(number) })) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [classes = 100, fields = 20] = process.argv.slice(2).map(Number);
  process.stdout.write(`${JSON.stringify(syntheticSchema(classes, fields), null, 2)}\n`);
}
