// Tables and verdicts, as text that reads well in a terminal and in Markdown.

/** Three significant digits for what is small, whole numbers with commas for what is large. */
export function number(value) {
  if (typeof value !== 'number') return value ?? '';
  if (Number.isNaN(value)) return '';
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}

export function printTable(heads, rows) {
  const cells = [heads, ...rows.map((row) => row.map(number))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => String(row[column]).length)));
  const line = (row) => `| ${row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]))).join(' | ')} |`;
  console.log(line(cells[0]));
  console.log(`|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`);
  for (const row of cells.slice(1)) console.log(line(row));
}

/** Prints how a target stands; returns whether it is met. */
export function verdict(target, met, measured) {
  console.log(`${met ? 'pass' : 'MISS'}  ${target}: ${measured}`);
  return met;
}
