// Typed filters: a field, what is asked of it, and a value of its type. They come to one `where`.
import { inputs } from '../kit/inputs.jsx';
import { t } from '../kit/texts.js';
import { useConsole } from './context.js';

const pattern = (text) => `\\Q${text.replaceAll('\\E', '\\E\\\\E\\Q')}\\E`;

/** What can be asked: the constraint that a value makes, or one without a value. */
const ASKS = {
  is: (value) => value, not: (value) => ({ $ne: value }), less: (value) => ({ $lt: value }), most: (value) => ({ $lte: value }),
  more: (value) => ({ $gt: value }), least: (value) => ({ $gte: value }),
  contains: (value) => ({ $regex: pattern(value), $options: 'i' }), begins: (value) => ({ $regex: `^${pattern(value)}`, $options: 'i' }),
  has: (value) => value, near: ({ point, kilometres }) => ({ $nearSphere: point, $maxDistanceInKilometers: kilometres }),
  set: undefined, unset: undefined,
};

const BY_TYPE = {
  String: ['contains', 'is', 'not', 'begins', 'set', 'unset'], Number: ['is', 'not', 'less', 'most', 'more', 'least', 'set', 'unset'],
  Date: ['least', 'less', 'set', 'unset'], Boolean: ['is', 'not', 'set', 'unset'], Pointer: ['is', 'not', 'set', 'unset'],
  Array: ['has', 'set', 'unset'], GeoPoint: ['near', 'set', 'unset'],
};

/** What a filter may ask of a field; of an encrypted one, only whether it is there. */
export const asksOf = (field) => (field.isSealed ? ['set', 'unset'] : field.words && field.type === 'String' ? ['is', 'not', 'set', 'unset'] : field.name === 'objectId' ? ['is'] : BY_TYPE[field.type] ?? ['set', 'unset']);

const needsValue = (ask) => ASKS[ask] !== undefined;
const isWhole = ({ ask, value, fault }) => !fault && (!needsValue(ask) || (ask === 'near' ? value?.point && value.kilometres > 0 : value !== undefined && value !== ''));

/** The `where` of the filters that are whole; {} for none. */
export function whereOf(filters) {
  const parts = filters.filter(isWhole).map(({ field, ask, value }) => ({ [field]: ask === 'set' ? { $exists: true } : ask === 'unset' ? { $exists: false } : ASKS[ask](value) }));
  return parts.length > 1 ? { $and: parts } : parts[0] ?? {};
}

function NearInput({ id, value = {}, onChange }) {
  const { GeoPoint } = inputs;
  return (
    <span class="row">
      <GeoPoint id={id} field={{ name: t('filter.value') }} value={value.point} onChange={(point, fault) => onChange({ ...value, point }, fault)} />
      <input size="6" inputmode="decimal" aria-label={t('kilometres')} placeholder={t('kilometres')} onInput={(event) => onChange({ ...value, kilometres: Number(event.currentTarget.value) })} />
    </span>
  );
}

function Filter({ id, fields, filter, onChange, onRemove }) {
  const { client, model } = useConsole();
  const field = fields[filter.field];
  const asks = asksOf(field);
  const Input = filter.ask === 'near' ? NearInput : filter.ask === 'has' ? inputs.String : ['contains', 'begins'].includes(filter.ask) ? inputs.String : inputs[field.type];
  const asked = { ...field, required: false, words: ['contains', 'begins'].includes(filter.ask) ? undefined : field.words, name: 'x' };
  const choose = (name) => onChange({ field: name, ask: asksOf(fields[name])[0] });
  return (
    <div class="row filter" role="group" aria-label={t('filter')}>
      <select aria-label={t('field')} value={filter.field} onChange={(event) => choose(event.currentTarget.value)}>
        {Object.keys(fields).filter((name) => fields[name].type !== 'Relation').map((name) => <option key={name} value={name}>{name}</option>)}
      </select>
      <select aria-label={t('filter.ask')} value={filter.ask} onChange={(event) => onChange({ field: filter.field, ask: event.currentTarget.value, value: filter.value })}>
        {asks.map((ask) => <option key={ask} value={ask}>{t(field.type === 'Date' && t(`ask.date.${ask}`) !== `ask.date.${ask}` ? `ask.date.${ask}` : `ask.${ask}`)}</option>)}
      </select>
      {needsValue(filter.ask) && Input && <Input key={`${filter.field}${filter.ask}`} id={id} field={asked} value={filter.value} aria-label={t('filter.value')} client={client} model={model.classes} onChange={(value, fault) => onChange({ ...filter, value, fault })} />}
      <button type="button" class="quiet small" onClick={onRemove} aria-label={`${t('remove')}: ${filter.field}`}>✕</button>
      {filter.fault && <span class="fault" role="alert">{filter.fault}</span>}
    </div>
  );
}

/** filters: [{ field, ask, value }]. */
export function Filters({ fields, filters, onChange }) {
  const names = Object.keys(fields);
  const add = () => onChange([...filters, { field: names[1] ?? names[0], ask: asksOf(fields[names[1] ?? names[0]])[0] }]);
  const change = (i, next) => onChange(filters.map((one, j) => (i === j ? next : one)));
  return (
    <div class="filters">
      {filters.map((filter, i) => <Filter key={i} id={`filter-${i}`} fields={fields} filter={filter} onChange={(next) => change(i, next)} onRemove={() => onChange(filters.filter((_, j) => i !== j))} />)}
      <button type="button" class="small" onClick={add}>{t('filter.add')}</button>
    </div>
  );
}
