// Values in tables: with links to what they name.
import { FileLink } from '../kit/reference_inputs.jsx';
import { t } from '../kit/texts.js';
import { dateText, isPointer, objectTitle, valueText } from '../kit/values.js';
import { linkTo, useConsole } from './context.js';
import { may } from './model.js';

/** A pointer by the name of its object, as a link where it may be opened. */
export function PointerCell({ value }) {
  const { model } = useConsole();
  const info = model.classes[value.className];
  const title = objectTitle(value, value.__type === 'Object' ? info?.fields : {});
  if (!may(info, 'get')) return <span title={`${value.className} ${value.objectId}`}>{title}</span>;
  return <a href={linkTo('class', value.className, value.objectId)} title={`${value.className} ${value.objectId}`}>{title}</a>;
}

export function Cell({ value, field }) {
  if (value === undefined || value === null) return <span class="soft" aria-label={t('not-set')}>–</span>;
  if (isPointer(value)) return <PointerCell value={value} />;
  if (value.__type === 'File') return <FileLink file={value} />;
  if (value.__type === 'Date') return <time dateTime={value.iso} title={value.iso}>{dateText(value.iso)}</time>;
  if (field?.words && typeof value === 'string') return <span class="chip">{value}</span>;
  const text = valueText(value);
  return <span class="cut" title={text.length > 40 ? text : undefined}>{text}</span>;
}

export const TimeCell = ({ iso }) => <time dateTime={iso} title={iso}>{dateText(iso)}</time>;
