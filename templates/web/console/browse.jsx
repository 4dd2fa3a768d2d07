// The objects of a class: found by typed filters, sorted, page by page.
import { useLoad, useSettled } from '../kit/load.js';
import { Fault, Waiting } from '../kit/parts.jsx';
import { Pager, Table } from '../kit/table.jsx';
import { t } from '../kit/texts.js';
import { nameField, objectTitle } from '../kit/values.js';
import { Cell, TimeCell } from './cells.jsx';
import { go, linkTo, useConsole, useRemembered } from './context.js';
import { Filters, whereOf } from './filter.jsx';
import { isOwnClass, may, queryFields } from './model.js';
import { withNames } from './names.js';

const LIMIT = 25;
const COLUMNS = 6; // that are shown unless others are chosen
const LATE = ['Object', 'Bytes', 'Polygon', 'Relation'];

export const titleOfClass = (className) => (isOwnClass(className) ? t(`class.${className}`) : className);

function columnsOf(info, chosen) {
  const name = nameField(info.fields);
  const first = { key: 'objectId', title: 'objectId', sorts: true, render: (one) => <a href={linkTo('class', info.className, one.objectId)}>{name && one[name] ? objectTitle(one, info.fields) : <code>{one.objectId}</code>}</a> };
  const cells = chosen.filter((key) => info.fields[key] && key !== name).map((key) => {
    const field = info.fields[key];
    return { key, title: key, sorts: !field.isSealed && !LATE.includes(field.type) && field.type !== 'GeoPoint', isNumber: field.type === 'Number', render: (one) => <Cell value={one[key]} field={field} /> };
  });
  const times = ['updatedAt', 'createdAt'].filter((key) => key === 'updatedAt' || chosen.includes(key)).map((key) => ({ key, title: key, sorts: true, render: (one) => <TimeCell iso={one[key]} /> }));
  return [name ? { ...first, title: name, key: name } : first, ...cells, ...times];
}

function ColumnChoice({ info, chosen, onChange }) {
  return (
    <details class="columns">
      <summary>{t('columns')}</summary>
      <div class="row">
        {[...Object.keys(info.fields), 'createdAt'].map((key) => (
          <label key={key} class="check"><input type="checkbox" checked={chosen.includes(key)} onChange={() => onChange(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key])} /> {key}</label>
        ))}
      </div>
    </details>
  );
}

/** A find with the state of a table: { filters, order, skip }. */
export function useObjects(className, { where, order, skip, limit = LIMIT }) {
  const page = useConsole();
  const info = page.model.classes[className];
  const asked = useSettled(JSON.stringify({ where, order, skip }), 150);
  const load = useLoad(async () => {
    const answer = await page.client.find(className, { ...JSON.parse(asked), limit, ...(may(info, 'count') ? { count: 1 } : {}) });
    return { ...answer, results: await withNames(page, answer.results) };
  }, [className, asked]);
  return { ...load, limit };
}

export function ObjectTable({ className, columns, state, onState, found }) {
  return (
    <>
      <Fault error={found.error} onRetry={found.reload} />
      {!found.data && !found.error && <Waiting />}
      {found.data && <Table name={titleOfClass(className)} columns={columns} rows={found.data.results} order={state.order} onOrder={(order) => onState({ ...state, order, skip: 0 })} />}
      {found.data && <Pager skip={state.skip} limit={found.limit} shown={found.data.results.length} count={found.data.count} onSkip={(skip) => onState({ ...state, skip })} />}
    </>
  );
}

/** For who may not list a class: what he knows the id of. */
function OpenById({ className }) {
  const open = (event) => {
    event.preventDefault();
    go('class', className, new FormData(event.currentTarget).get('id').trim());
  };
  return <form class="row" onSubmit={open}><label for="open-id">objectId</label><input id="open-id" name="id" required spellcheck={false} /><button type="submit">{t('open')}</button></form>;
}

export function Browse({ className }) {
  const { model } = useConsole();
  const info = model.classes[className];
  const usual = Object.values(info.fields).filter(({ type }) => !LATE.includes(type)).slice(0, COLUMNS).map(({ name }) => name);
  const [state, setState] = useRemembered(`browse/${className}`, { filters: [], order: '-updatedAt', skip: 0, columns: usual });
  const found = useObjects(className, { where: whereOf(state.filters), order: state.order, skip: state.skip });
  return (
    <>
      <div class="row spread">
        <h1>{titleOfClass(className)}</h1>
        <span class="row">
          <button type="button" class="small" onClick={found.reload}>{t('reload')}</button>
          {may(info, 'create') && <a class="button main" href={linkTo('class', className, 'new')}>{t('new')}</a>}
        </span>
      </div>
      {!may(info, 'find') && <p class="note">{t('class.no-find')}</p>}
      {!may(info, 'find') && may(info, 'get') && <OpenById className={className} />}
      {may(info, 'find') && (
        <>
          <div class="row spread top-aligned">
            <Filters fields={queryFields(info)} filters={state.filters} onChange={(filters) => setState({ ...state, filters, skip: 0 })} />
            <ColumnChoice info={info} chosen={state.columns} onChange={(columns) => setState({ ...state, columns })} />
          </div>
          <ObjectTable className={className} columns={columnsOf(info, state.columns)} state={state} onState={setState} found={found} />
        </>
      )}
    </>
  );
}
