// Things that happened, the newest first, under the months in which they did.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { AnyRow, DateValue } from '../row_types.ts';
import { moment, monthText, dateText, t } from '../values.js';

const SHOWN = 20;

/** at(row) is a Date of the protocol, or undefined for what has none. */
export function Timeline<R extends AnyRow>({ rows, at, title, detail, empty }: { rows: R[]; at(row: R): DateValue | undefined; title?(row: R): string; detail?(row: R): ComponentChildren; empty?: string }) {
  const [shown, setShown] = useState(SHOWN);
  const timeOf = (row: R): DateValue => at(row) ?? moment(row.createdAt);
  const sorted = [...rows].sort((a, b) => timeOf(b).iso.localeCompare(timeOf(a).iso));
  if (sorted.length === 0) return <p class="empty">{empty ?? t('nothing-here')}</p>;
  let month = '';
  return (
    <>
      <ol class="plain timeline">
        {sorted.slice(0, shown).flatMap((row) => {
          const before = month;
          month = monthText(timeOf(row));
          return [...(month === before ? [] : [<li key={`month-${row.objectId}`} class="month"><h3>{month}</h3></li>]),
            <li key={row.objectId} class="moment"><p class="when">{dateText(timeOf(row))}</p><div class="stack tight">{title && <strong>{title(row)}</strong>}{detail?.(row)}</div></li>];
        })}
      </ol>
      {sorted.length > shown && <button type="button" onClick={() => setShown(shown + SHOWN)}>{t('more', { n: sorted.length - shown })}</button>}
    </>
  );
}
