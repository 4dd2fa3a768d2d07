// Results of a laboratory: the newest of each test, whether it is in the usual range, and how it went over time.
import { useState } from 'preact/hooks';
import type { AnyRow, DateValue, FieldOf, FileValue, Words } from '../row_types.ts';
import { dateText, moment, t } from '../values.js';
import { FileLink } from './form.jsx';
import { Plot } from './plot.jsx';
import { groupResults, judge, readNumber } from './ranges.js';
import { Chip, RecordCard } from './record.tsx';

/** What a result has, whatever its class is called. */
export interface ResultRow extends AnyRow {
  testName: string;
  units?: string;
  referenceRange?: string;
}

/** What a template's class calls the rest of a result. */
export interface ResultShape<R extends ResultRow> {
  valueOf(row: R): string | undefined;
  dateOf(row: R): DateValue | undefined;
  filesOf(row: R): (FileValue | undefined)[];
  kind?: FieldOf<R>;
}

interface Each<R extends ResultRow> {
  shape: ResultShape<R>;
  timeOf(row: R): string;
  words?: Words<R>;
  isQuiet?: boolean;
}

function Result<R extends ResultRow>({ row, earlier, shape, timeOf, words, isQuiet }: Each<R> & { row: R; earlier: R[] }) {
  const { valueOf } = shape;
  const verdict = judge(valueOf(row), row.referenceRange);
  const files = shape.filesOf(row).filter((one) => one?.__type === 'File') as FileValue[];
  const points = [row, ...earlier].map((one) => ({ at: Date.parse(timeOf(one)), iso: timeOf(one), value: readNumber(valueOf(one)), range: one.referenceRange })).filter(({ value }) => value !== undefined);
  return (
    <RecordCard row={row} title={row.testName} facts={shape.kind ? [shape.kind] : []} words={words} isQuiet={isQuiet} isTall>
      <div class="result">
        <p class="value">{valueOf(row) ?? '–'} <small>{row.units}</small> {verdict && <Chip word={verdict} />}</p>
        <p class="soft">{dateText({ iso: timeOf(row) })}{row.referenceRange && ` · ${t('plot.range', { range: row.referenceRange })}`}</p>
      </div>
      {files.map((file) => <p key={file.name}><FileLink file={file} /></p>)}
      <Plot title={t('results.over-time', { name: row.testName })} units={row.units} range={row.referenceRange} points={points} />
      {earlier.length > 0 && (
        <details><summary>{t('results.earlier', { n: earlier.length })}</summary>
          <ul>{earlier.map((one) => <li key={one.objectId}>{dateText({ iso: timeOf(one) })}: {valueOf(one)} {one.units} {judge(valueOf(one), one.referenceRange) && <Chip word={judge(valueOf(one), one.referenceRange)} />}</li>)}</ul>
        </details>
      )}
    </RecordCard>
  );
}

/**
 * The newest result of each test, with those before it; isSingle shows each result by itself, to be worked on, and so may
 * whoever may work on them.
 */
export function Results<R extends ResultRow>({ rows, shape, isSingle, words, isQuiet }: { rows: R[]; shape: ResultShape<R>; isSingle?: boolean; words?: Words<R>; isQuiet?: boolean }) {
  const [isApart, setApart] = useState(false);
  const timeOf = (row: R): string => (shape.dateOf(row) ?? moment(row.createdAt)).iso;
  const lists: [R, ...R[]][] = groupResults(rows, timeOf);
  const each = { shape, timeOf, words, isQuiet };
  return (
    <>
      {!isSingle && !isQuiet && lists.length < rows.length && <label class="check"><input type="checkbox" checked={isApart} onChange={(event) => setApart(event.currentTarget.checked)} /> {t('results.apart')}</label>}
      <div class="results">
        {isSingle || isApart ? lists.flat().map((row) => <Result key={row.objectId} row={row} earlier={[]} {...each} />)
          : lists.map(([row, ...earlier]) => <Result key={row.objectId} row={row} earlier={earlier} {...each} />)}
      </div>
    </>
  );
}
