// Inputs of what is elsewhere: a pointer, found by name or id, and a file, which is stored when it is chosen. Both need
// `client`, a pointer `model` as well, which has the fields of each class: { fields: { name: { type } } } by className.
import { useRef, useState } from 'preact/hooks';
import { inputs } from './inputs.jsx';
import { useLoad, useSettled } from './load.js';
import { message } from './parts.jsx';
import { t } from './texts.js';
import { fileTitle, isPointer, nameField, objectTitle, pointerTo } from './values.js';

const FOUND = 12;
const ID = /^[A-Za-z0-9]{10}$/;

/** A pattern that finds the text itself. */
const literalPattern = (text) => `\\Q${text.replaceAll('\\E', '\\E\\\\E\\Q')}\\E`;

/** Objects of a class whose name has the text, or whose id it is. */
export async function findByName(client, className, fields, text) {
  const name = nameField(fields);
  const wanted = text.trim();
  const where = !wanted ? {} : { $or: [...(name ? [{ [name]: { $regex: literalPattern(wanted), $options: 'i' } }] : []), { objectId: wanted }] };
  const { results } = await client.find(className, { where, limit: FOUND, ...(name ? { order: name } : {}) });
  return results;
}

/** What a pointer leads to is called as the server calls it to this person; of nothing that is shown, the id remains. */
function useTitle(client, value, fields) {
  const isIncluded = value?.__type === 'Object';
  const { data } = useLoad(async () => {
    if (!value || isIncluded || !fields) return undefined;
    const { results } = await client.find(value.className, { where: { objectId: value.objectId }, limit: 1 });
    return results[0] && objectTitle(results[0], fields);
  }, [value?.className, value?.objectId]);
  return isIncluded ? objectTitle(value, fields) : data ?? value?.objectId;
}

function Options({ id, list, at, typed, onChoose }) {
  return (
    <ul class="found" id={id} role="listbox">
      {list.map((one, i) => (
        <li key={one.objectId} id={`${id}-${i}`} role="option" aria-selected={i === at} onMouseDown={(event) => {
          event.preventDefault();
          onChoose(one.objectId);
        }}><span>{one.title}</span><code class="soft">{one.objectId}</code></li>
      ))}
      {list.length === 0 && <li role="option" aria-selected="false" aria-disabled="true"><span class="soft">{typed.error?.message ?? t('pointer.none')}</span></li>}
    </ul>
  );
}

function Search({ id, client, className, fields = {}, onChoose, ...more }) {
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const settled = useSettled(text);
  const typed = useLoad(async () => ({ text: settled, objects: isOpen ? await findByName(client, className, fields, settled) : [] }), [settled, isOpen, className]);
  // What was found for another text than the one that stands there is not offered: it would be somebody else.
  const isCurrent = !typed.isLoading && settled === text && (typed.error || typed.data?.text === text);
  const found = (isCurrent ? typed.data?.objects ?? [] : []).map((one) => ({ objectId: one.objectId, title: objectTitle(one, fields) }));
  const id_ = text.trim();
  const list = ID.test(id_) && !found.some(({ objectId }) => objectId === id_) ? [...found, { objectId: id_, title: t('pointer.use', { id: id_ }) }] : found;
  const choose = (objectId) => {
    setOpen(false);
    setText('');
    onChoose(pointerTo(className, objectId));
  };
  const key = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setOpen(true);
      setAt(list.length ? (at + step + list.length) % list.length : 0);
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault();
      if (isCurrent && list[at]) choose(list[at].objectId);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div class="finds">
      <input id={id} type="search" role="combobox" autocomplete="off" spellcheck={false} placeholder={t('pointer.search')} value={text} aria-expanded={isOpen} aria-controls={`${id}-found`} aria-autocomplete="list"
        aria-activedescendant={isOpen && list[at] ? `${id}-found-${at}` : undefined} onFocus={() => setOpen(true)} onBlur={() => setOpen(false)} onKeyDown={key} onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
          setOpen(true);
        }} {...more} />
      {isOpen && isCurrent && <Options id={`${id}-found`} list={list} at={at} typed={typed} onChoose={choose} />}
    </div>
  );
}

export function PointerInput({ id, field, value, onChange, client, model, disabled, ...more }) {
  const fields = model?.[field.targetClass]?.fields;
  const title = useTitle(client, value, fields);
  if (!isPointer(value)) return <Search id={id} client={client} className={field.targetClass} fields={fields} onChoose={(chosen) => onChange(chosen)} disabled={disabled} {...more} />;
  return (
    <div class="row">
      <span class="chip">{title}</span>{title !== value.objectId && <code class="soft">{value.objectId}</code>}
      {!disabled && <button type="button" id={id} class="small" onClick={() => onChange(undefined)} {...more} aria-label={`${t('clear')}: ${field.name}`}>{t('clear')}</button>}
    </div>
  );
}

/** A link to a stored file. Its URL is for this person, and ends after minutes. */
export function FileLink({ file }) {
  const title = fileTitle(file.name);
  if (!file.url) return <span>{title} <small>{t('file.without-url')}</small></span>;
  return <a href={file.url} target="_blank" rel="noreferrer" download={title}>{t('file.download', { name: title })}</a>;
}

export function FileInput({ id, field, value, onChange, client, model, disabled, ...more }) {
  const [isBusy, setBusy] = useState(false);
  const chooser = useRef();
  const upload = async (event) => {
    const [file] = event.currentTarget.files;
    if (!file) return;
    setBusy(true);
    try {
      onChange(await client.upload(file));
    } catch (error) {
      message(error.message, 'bad');
    }
    setBusy(false);
    if (chooser.current) chooser.current.value = '';
  };
  return (
    <div class="row">
      {value && <FileLink file={value} />}
      {value && !disabled && <button type="button" class="small" aria-label={`${t('clear')}: ${field.name}`} onClick={() => onChange(undefined)}>{t('clear')}</button>}
      {!disabled && <input ref={chooser} id={id} type="file" onChange={upload} disabled={isBusy} {...more} />}
      {isBusy && <span role="status">{t('file.uploading')}</span>}
    </div>
  );
}

Object.assign(inputs, { Pointer: PointerInput, File: FileInput });
