// Values over time as SVG of our own: points and a line, the range that is usual behind them, and the same as a table for
// whoever does not see it.
import { useId } from 'preact/hooks';
import { dateText } from '../values.js';
import { judge, readRange, ticksOf } from './ranges.js';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [480, 200, 44, 14, 14, 34];

/** points: [{ at: ms, value: number, iso, range }], in any order, each judged by its own range; fewer than two draw nothing. */
export function Plot({ title, units, range, points }) {
  const id = useId();
  const list = [...points].sort((a, b) => a.at - b.at);
  if (list.length < 2) return null;
  const { low, high } = readRange(range);
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
        {(low !== undefined || high !== undefined) && <rect class="band" x={LEFT} width={WIDTH - LEFT - RIGHT} y={bandTop} height={Math.max(0, y(low ?? bottom) - bandTop)} />}
        {ticksOf(bottom, top).map((tick) => (
          <g key={tick}><line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} /><text x={LEFT - 8} y={y(tick) + 4} text-anchor="end">{tick}</text></g>
        ))}
        <polyline points={list.map((one) => `${x(one.at).toFixed(1)},${y(one.value).toFixed(1)}`).join(' ')} />
        {list.map((one) => <circle key={one.at} class={judge(one.value, one.range) ?? ''} cx={x(one.at)} cy={y(one.value)} r="5"><title>{`${dateText({ iso: one.iso })}: ${one.value}`}</title></circle>)}
        <text x={LEFT} y={HEIGHT - 8}>{dateText({ iso: list[0].iso })}</text>
        <text x={WIDTH - RIGHT} y={HEIGHT - 8} text-anchor="end">{dateText({ iso: list.at(-1).iso })}</text>
      </svg>
      <table class="only-heard" id={`${id}-table`}>
        <caption>{title}</caption>
        <tbody>{list.map((one) => <tr key={one.at}><th scope="row">{dateText({ iso: one.iso })}</th><td>{one.value} {units}</td></tr>)}</tbody>
      </table>
    </figure>
  );
}
