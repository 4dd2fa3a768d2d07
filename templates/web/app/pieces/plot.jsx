// Values over time as SVG of our own: points and a line, the range that is usual behind them, and the same as a table for
// whoever does not see it.
import { useId } from 'preact/hooks';
import { dateText, t } from '../values.js';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 220, 48, 16, 16, 32];

/** "3.9-5.6", "3.9 – 5.6", "< 5.0" or "> 60": [low, high], where one may be missing. */
export function readRange(text = '') {
  const between = /^\s*(-?\d+(?:\.\d+)?)\s*(?:-|–|to|至|~)\s*(-?\d+(?:\.\d+)?)/.exec(text);
  if (between) return [Number(between[1]), Number(between[2])];
  const one = /^\s*(<|≤|<=|>|≥|>=)\s*(-?\d+(?:\.\d+)?)/.exec(text);
  if (!one) return [undefined, undefined];
  return one[1].startsWith('<') || one[1] === '≤' ? [undefined, Number(one[2])] : [Number(one[2]), undefined];
}

/** 'high', 'low' or 'usual' of a value; undefined where either is no number. */
export function judge(value, range) {
  const number = readNumber(value);
  const [low, high] = readRange(range);
  if (number === undefined || (low === undefined && high === undefined)) return undefined;
  return high !== undefined && number > high ? 'high' : low !== undefined && number < low ? 'low' : 'usual';
}

export function readNumber(value) {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** Some round numbers from low to high. */
export function ticksOf(low, high, most = 4) {
  const rough = (high - low) / most || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const ticks = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step / 1e6; at += step) ticks.push(Number(at.toPrecision(12)));
  return ticks;
}

/** points: [{ at: ms, value: number, iso }], in any order; fewer than two draw nothing. */
export function Plot({ title, units, range, points }) {
  const id = useId();
  const list = [...points].sort((a, b) => a.at - b.at);
  if (list.length < 2) return null;
  const [low, high] = readRange(range);
  const values = [...list.map(({ value }) => value), low, high].filter((one) => one !== undefined);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const pad = (most - least || Math.abs(most) || 1) * 0.12;
  const [bottom, top] = [least - pad, most + pad];
  const x = (at) => LEFT + ((at - list[0].at) / (list.at(-1).at - list[0].at || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value) => TOP + ((top - value) / (top - bottom)) * (HEIGHT - TOP - BOTTOM);
  const bandTop = y(high ?? top);
  return (
    <figure class="plot">
      <figcaption id={`${id}-title`}>{title}{units ? ` (${units})` : ''}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={`${id}-title`} aria-describedby={`${id}-table`}>
        {(low !== undefined || high !== undefined) && <rect class="usual" x={LEFT} width={WIDTH - LEFT - RIGHT} y={bandTop} height={Math.max(0, y(low ?? bottom) - bandTop)} />}
        {ticksOf(bottom, top).map((tick) => (
          <g key={tick}><line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} /><text x={LEFT - 8} y={y(tick) + 4} text-anchor="end">{tick}</text></g>
        ))}
        <polyline points={list.map((one) => `${x(one.at).toFixed(1)},${y(one.value).toFixed(1)}`).join(' ')} />
        {list.map((one) => <circle key={one.at} class={judge(one.value, range) ?? ''} cx={x(one.at)} cy={y(one.value)} r="5"><title>{`${dateText({ iso: one.iso })}: ${one.value}`}</title></circle>)}
        <text x={LEFT} y={HEIGHT - 8}>{dateText({ iso: list[0].iso })}</text>
        <text x={WIDTH - RIGHT} y={HEIGHT - 8} text-anchor="end">{dateText({ iso: list.at(-1).iso })}</text>
      </svg>
      {range && <p class="soft">{t('plot.range', { range })}</p>}
      <table class="only-heard" id={`${id}-table`}>
        <caption>{title}</caption>
        <tbody>{list.map((one) => <tr key={one.at}><th scope="row">{dateText({ iso: one.iso })}</th><td>{one.value} {units}</td></tr>)}</tbody>
      </table>
    </figure>
  );
}
