// Results of a laboratory: the newest of each test, whether it is in the usual range, and how it went over time.
import { useSession } from '../session.jsx';
import { dateText, moment, t } from '../values.js';
import { FileLink } from './form.jsx';
import { judge, Plot, readNumber } from './plot.jsx';
import { Chip, RecordCard } from './record.jsx';

/** What the classes of two templates call the parts of a result. */
const SHAPES = {
  resultValue: { value: 'resultValue', date: 'reportedAt' },
  value: { value: 'value', date: 'date' },
};
const shapeOf = (model) => SHAPES[model.has('LabResult', ['resultValue']) ? 'resultValue' : 'value'];

/** Rows by test, each list the newest first. */
function byTest(rows, timeOf) {
  const tests = new Map();
  for (const row of [...rows].sort((a, b) => timeOf(b).localeCompare(timeOf(a)))) {
    const name = row.testName;
    tests.set(name, [...(tests.get(name) ?? []), row]);
  }
  return [...tests.values()];
}

function Result({ row, earlier, shape, timeOf, words, isQuiet, actions }) {
  const verdict = judge(row[shape.value], row.referenceRange);
  const files = [row.attachments ?? [], row.attachment?.file ?? []].flat().filter((one) => one?.__type === 'File');
  const points = [row, ...earlier].map((one) => ({ at: Date.parse(timeOf(one)), iso: timeOf(one), value: readNumber(one[shape.value]) })).filter(({ value }) => value !== undefined);
  return (
    <RecordCard row={row} title={row.testName} facts={['reportType']} words={words} isQuiet={isQuiet} actions={actions} isTall>
      <div class="result">
        <p class="value">{row[shape.value] ?? '–'} <small>{row.units}</small> {verdict && <Chip word={verdict} />}</p>
        <p class="soft">{dateText({ iso: timeOf(row) })}{row.referenceRange && ` · ${t('plot.range', { range: row.referenceRange })}`}</p>
      </div>
      {files.map((file) => <p key={file.name}><FileLink file={file} /></p>)}
      <Plot title={t('results.over-time', { name: row.testName })} units={row.units} range={row.referenceRange} points={points} />
      {earlier.length > 0 && (
        <details><summary>{t('results.earlier', { n: earlier.length })}</summary>
          <ul>{earlier.map((one) => <li key={one.objectId}>{dateText({ iso: timeOf(one) })}: {one[shape.value]} {one.units} {judge(one[shape.value], one.referenceRange) && <Chip word={judge(one[shape.value], one.referenceRange)} />}</li>)}</ul>
        </details>
      )}
    </RecordCard>
  );
}

/** The newest result of each test, with those before it; isSingle shows each result by itself, to be worked on. */
export function Results({ rows, isSingle, words, isQuiet }) {
  const { model } = useSession();
  const shape = shapeOf(model);
  const timeOf = (row) => (row[shape.date] ?? moment(row.createdAt)).iso;
  const lists = byTest(rows, timeOf);
  return (
    <div class="results">
      {isSingle ? lists.flat().map((row) => <Result key={row.objectId} row={row} earlier={[]} shape={shape} timeOf={timeOf} words={words} />)
        : lists.map(([row, ...earlier]) => <Result key={row.objectId} row={row} earlier={earlier} shape={shape} timeOf={timeOf} words={words} isQuiet={isQuiet} />)}
    </div>
  );
}
