// What a number means: the range that is usual, as laboratories write it, and whether a value is in it. What is not clearly
// one range and one number is judged by nobody here: no verdict is better than a wrong one.

const NUMBER = '(-?\\d+(?:\\.\\d+)?)';
const BETWEEN = new RegExp(`^\\s*${NUMBER}\\s*(?:-|–|to|至|~)\\s*${NUMBER}\\s*$`);
const BESIDE = new RegExp(`^\\s*(<=|<|≤|>=|>|≥)\\s*${NUMBER}\\s*$`);
const ALONE = new RegExp(`^\\s*${NUMBER}\\s*$`);

/** "3.9-5.6", "3.9 – 5.6", "< 5.0" or ">= 60": { low, high, isOpen }, where one may be missing; open: the limit is not in it. */
export function readRange(text = '') {
  const between = BETWEEN.exec(text);
  if (between) {
    const [low, high] = [Number(between[1]), Number(between[2])];
    return low <= high ? { low, high } : {};
  }
  const [, sign, limit] = BESIDE.exec(text) ?? [];
  if (!sign) return {};
  return { [/[<≤]/.test(sign) ? 'high' : 'low']: Number(limit), isOpen: sign === '<' || sign === '>' };
}

export function readNumber(value) {
  if (typeof value === 'string') return ALONE.test(value) ? Number(value) : undefined;
  return Number.isFinite(value) ? value : undefined;
}

/** 'high', 'low' or 'usual' of a value; undefined where nobody can say. */
export function judge(value, range) {
  const number = readNumber(value);
  const { low, high, isOpen } = readRange(range);
  if (number === undefined || (low === undefined && high === undefined)) return undefined;
  if (high !== undefined && (isOpen ? number >= high : number > high)) return 'high';
  return low !== undefined && (isOpen ? number <= low : number < low) ? 'low' : 'usual';
}

/** Results by test, each list the newest first. Values in another unit are of another list: no line leads from one to the other. */
export function groupResults(rows, timeOf) {
  const tests = new Map();
  for (const row of [...rows].sort((a, b) => timeOf(b).localeCompare(timeOf(a)))) {
    const key = JSON.stringify([row.testName, row.units ?? '']);
    tests.set(key, [...(tests.get(key) ?? []), row]);
  }
  return [...tests.values()];
}

/** Some round numbers from low to high. */
export function ticksOf(low, high, most = 4) {
  const rough = (high - low) / most || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.max(0, Math.floor(high / step + 1e-9) - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
