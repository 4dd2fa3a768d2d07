// A table of objects that sorts by its heads, and a pager.
import { t } from './texts.js';

/** How a column stands in an order "-name": 'ascending', 'descending' or undefined. */
const sortOf = (order, key) => (order === key ? 'ascending' : order === `-${key}` ? 'descending' : undefined);

function Head({ column, order, onOrder }) {
  const sort = sortOf(order, column.key);
  if (!column.sorts || !onOrder) return <th scope="col" class={column.isNumber ? 'number' : undefined}>{column.title}</th>;
  return (
    <th scope="col" class={column.isNumber ? 'number' : undefined} aria-sort={sort}>
      <button type="button" title={t('sort-by', { name: column.title })} onClick={() => onOrder(sort === 'ascending' ? `-${column.key}` : column.key)}>
        {column.title}<span aria-hidden="true">{sort === 'ascending' ? ' ↑' : sort === 'descending' ? ' ↓' : ''}</span>
      </button>
    </th>
  );
}

/**
 * columns: [{ key, title, render(row), sorts, isNumber }], the first of which names the row; order: "key" or "-key".
 */
export function Table({ name, columns, rows, order, onOrder, keyOf = ({ objectId }) => objectId }) {
  return (
    <div class="scrolls" tabindex="0" role="region" aria-label={t('table', { name })}>
      <table>
        <thead><tr>{columns.map((column) => <Head key={column.key} column={column} order={order} onOrder={onOrder} />)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} class="leads">
              {columns.map(({ key, render, isNumber }, i) => (i === 0
                ? <th key={key} scope="row">{render(row)}</th> : <td key={key} class={isNumber ? 'number' : undefined}>{render(row)}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="wait">{t('nothing-here')}</p>}
    </div>
  );
}

/** count is left out where nobody may count; then there is a next page as long as the last one was full. */
export function Pager({ skip, limit, shown, count, onSkip }) {
  const last = skip + shown;
  const hasNext = count === undefined ? shown === limit : last < count;
  return (
    <nav class="row" aria-label={t('page-from', { from: shown ? skip + 1 : 0, to: last })}>
      <span class="soft" role="status">{count === undefined ? t('page-from', { from: shown ? skip + 1 : 0, to: last }) : t('page-of', { from: shown ? skip + 1 : 0, to: last, n: count })}</span>
      <button type="button" class="small" disabled={skip === 0} onClick={() => onSkip(Math.max(0, skip - limit))}>{t('previous')}</button>
      <button type="button" class="small" disabled={!hasNext} onClick={() => onSkip(skip + limit)}>{t('next')}</button>
    </nav>
  );
}
