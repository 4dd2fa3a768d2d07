// A reporter for node --test: one JSON line for each case, {"name", "result", "why"}; suites are left out.
const enclosing = [];

const isCase = ({ name, file, details }) =>
  details?.type !== 'suite' && name !== file && !String(file ?? '').endsWith(`/${name}`);

export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      enclosing.length = data.nesting;
      enclosing[data.nesting] = data.name;
    }
    if ((type !== 'test:pass' && type !== 'test:fail') || !isCase(data)) continue;
    const skipped = data.skip !== undefined;
    const cause = data.details?.error?.cause ?? data.details?.error;
    const why = skipped ? String(data.skip) : String(cause?.message ?? cause ?? '');
    const result = skipped ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed';
    yield `${JSON.stringify({ name: [...enclosing.slice(0, data.nesting), data.name].join(' > '), result, why })}\n`;
  }
}
