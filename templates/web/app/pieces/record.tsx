// A row as a card: what it says, and what its reader may do with it. And a list of such cards, with a form for a new one.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Confirm, Dialog, Fault, message, Waiting } from '../../kit/parts.jsx';
import { plainFault } from '../faults.js';
import type { Model, ModelClass } from '../client/query.ts';
import { fieldsToChange, fieldsToCreate, may, mayChange, stepsOf } from '../model.js';
import type { AnyRow, Asked, Changes, FieldOf, FileValue, Row, Words } from '../row_types.ts';
import { useRows } from '../rows.ts';
import * as server from '../server.ts';
import { useSession } from '../session.jsx';
import { classLabel, dateText, isPointer, moment, t, wordLabel } from '../values.js';
import { useChange } from './change.jsx';
import { FileLink, RowForm } from './form.jsx';
import { factsOf, titleOf } from './titles.js';
import { VersionsDialog } from './versions.jsx';

/** Shown over rows that were read before the server went out of reach. */
const Since = ({ since }: { since?: Date }) => (since ? <p class="soft" role="status">{t('offline.since', { time: dateText({ iso: since.toISOString() }) })}</p> : null);

const GOOD = ['published', 'acknowledged', 'active', 'completed', 'read', 'taken', 'compliant', 'approved', 'final', 'dispensed'];
const WARN = ['draft', 'pending', 'scheduled', 'late', 'preliminary', 'moderate', 'partial'];
const BAD = ['missed', 'deviation', 'cancelled', 'rejected', 'revoked', 'severe', 'expired', 'high', 'low'];

/** A word with a colour that goes with its meaning; the word alone says all of it. */
export const Chip = ({ word, label = wordLabel(word) }: { word: string; label?: string }) => <span class={`chip ${GOOD.includes(word) ? 'good' : BAD.includes(word) ? 'bad' : WARN.includes(word) ? 'warn' : ''}`}>{label}</span>;

const AS_USUAL = ['published', 'final', 'shared']; // nobody needs to be told
const STATES = ['publicationStatus', 'status', 'adherenceStatus', 'severity', 'visibility'];
const NOT_TOLD = ['version', 'isRead', 'isActive', 'isAcknowledged', 'acknowledgedAt', 'acknowledgedBy', 'publishedBy', 'approvedBy', 'user', 'owner', 'createdBy', 'orderedBy', ...STATES];

const stepLabel = (to: string) => (t(`step.${to}`) === `step.${to}` ? wordLabel(to) : t(`step.${to}`));

type Fact = [label: string, text: string, value: unknown];

function FactList({ facts }: { facts: Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <dl class="facts">
      {facts.map(([label, text, value]) => {
        const files = ([value].flat() as FileValue[]).filter((one) => one?.__type === 'File');
        if (!text && !files.length) return null;
        return <div key={label}><dt>{label}</dt><dd>{files.length ? files.map((file) => <span key={file.name}><FileLink file={file} /> </span>) : text}</dd></div>;
      })}
    </dl>
  );
}

/** What somebody may do with a row; each way is asked of the model, and the guard decides. */
function Actions({ row, title, words, isQuiet, children }: { row: any; title: string; words?: object; isQuiet?: boolean; children?: ComponentChildren }) {
  const who = useSession();
  const { model } = who;
  const [open, setOpen] = useState<'edit' | 'versions' | 'delete'>();
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const { change, dialog } = useChange();
  const one = model.classes.get(row.className);
  const editable = isQuiet ? [] : fieldsToChange(model, who, row.className);
  const canAcknowledge = 'isAcknowledged' in row && !row.isAcknowledged && who.profileId !== undefined && mayChange(model, who, row.className, 'isAcknowledged') && row.patient?.objectId === who.profileId;
  async function act(changes: object, said: string, asked?: string) {
    setError(undefined);
    setBusy(true);
    try {
      if (await change(row, changes, asked)) message(said);
    } catch (fault) {
      setError(plainFault(fault, model, row.className));
    }
    setBusy(false);
  }
  const close = () => setOpen(undefined);
  return (
    <div class="record-end">
      <div class="row actions">
        {canAcknowledge && <button type="button" class="main" disabled={isBusy} onClick={() => act({ isAcknowledged: true }, t('acknowledged.done'))}>{t('acknowledge')}</button>}
        {stepsOf(model, who, row).map(({ field, to }: { field: string; to: string }) => (
          <button key={field + to} type="button" class={to === 'published' || to === 'active' ? 'main' : ''} disabled={isBusy} onClick={() => act({ [field]: to }, t('saved'), t('sign.step', { step: stepLabel(to), title }))}>{stepLabel(to)}</button>
        ))}
        {children}
        {editable.length > 0 && <button type="button" onClick={() => setOpen('edit')}>{editable.length === 1 && editable[0].name === 'feedback' ? t('feedback.give') : t('edit')}</button>}
        {one.versions && <button type="button" class="quiet" onClick={() => setOpen('versions')}>{t('versions')}</button>}
        {!isQuiet && may(model, who, row.className, 'delete') && <button type="button" class="quiet" onClick={() => setOpen('delete')}>{t('delete')}</button>}
      </div>
      <Fault error={error} />
      {open === 'edit' && (
        <Dialog title={t('edit.of', { title })} onClose={close} isWide>
          <RowForm className={row.className} fields={editable} initial={row} words={words} action={t('save')} onCancel={close} onSave={async (changes: object) => {
            if (Object.keys(changes).length && !(await change(row, changes))) return;
            message(t('saved'));
            close();
          }} />
        </Dialog>
      )}
      {open === 'versions' && <VersionsDialog row={row} title={title} onClose={close} />}
      {open === 'delete' && <Confirm title={t('delete.sure', { title })} text={one.versions ? t('delete.versions') : undefined} action={t('delete')} onConfirm={() => server.remove(server.classOf(row.className), row.objectId)} onClose={close} />}
      {dialog}
    </div>
  );
}

/**
 * A card. facts: the names of the fields that are told, all but those that the card tells otherwise when left out;
 * isQuiet leaves out editing and deleting; isTall puts what one can do below.
 */
export function RecordCard<R extends AnyRow>({ row: told, title, facts, words, isQuiet, isTall, actions, children }: { row: R; title?: string; facts?: FieldOf<R>[]; words?: Words<R>; isQuiet?: boolean; isTall?: boolean; actions?: ComponentChildren; children?: ComponentChildren }) {
  const { model } = useSession();
  const row: any = told; // below, it is the model that names fields
  const name = title ?? titleOf(model, row);
  const states = STATES.filter((state) => row[state] && !AS_USUAL.includes(row[state]));
  const named = facts ?? model.classes.get(row.className).fields.map((field: { name: string }) => field.name).filter((field: string) => !NOT_TOLD.includes(field) && row[field] !== name && !isPointer(row[field]));
  return (
    <article class={isTall ? 'card record tall' : 'card record'} aria-label={name}>
      <header class="row spread">
        <h3>{name}</h3>
        <span class="row chips">{states.map((state) => <Chip key={state} word={row[state]} />)}{row.isAcknowledged && <Chip word="acknowledged" label={`✓ ${t('acknowledged', { time: row.acknowledgedAt ? dateText(row.acknowledgedAt) : '' })}`} />}</span>
      </header>
      <div class="record-body"><FactList facts={factsOf(model, row, named)} />{children}</div>
      <Actions row={row} title={name} words={words} isQuiet={isQuiet}>{actions}</Actions>
    </article>
  );
}

/** A button that opens a form for a new row of a class. `given` is set and not asked for. */
interface NewRowProperties<T extends Model> {
  of: ModelClass<T>;
  given?: Changes<T>;
  initial?: Changes<T>;
  fields?: FieldOf<Row<T>>[];
  words?: Words<Row<T>>;
  label?: string;
}

export function NewRow<T extends Model>({ of, given = {}, initial = {}, fields: asked, words, label }: NewRowProperties<T>) {
  const className = server.nameOf(of);
  const fields: string[] | undefined = asked;
  const who = useSession();
  const { model } = who;
  const [isOpen, setOpen] = useState(false);
  const { create, dialog } = useChange();
  if (!may(model, who, className, 'create')) return null;
  const close = () => setOpen(false);
  const offered = fieldsToCreate(model, className).filter(({ name }: { name: string }) => !(name in given) && (!fields || fields.includes(name)));
  if (fields) offered.sort((a: { name: string }, b: { name: string }) => fields.indexOf(a.name) - fields.indexOf(b.name));
  const what = label ?? t('new.of', { name: classLabel(model, className) });
  return (
    <>
      <button type="button" class="main" onClick={() => setOpen(true)}>{what}</button>
      {isOpen && (
        <Dialog title={what} onClose={close} isWide>
          <RowForm className={className} fields={offered} initial={initial} words={words} action={t('save')} onCancel={close} onSave={async (changes: object) => {
            const set = Object.fromEntries(Object.entries({ ...initial, ...changes, ...given }).filter(([, value]) => value !== null && value !== undefined));
            if (!(await create(className, set))) return;
            message(t('saved'));
            close();
          }} />
        </Dialog>
      )}
      {dialog}
    </>
  );
}

/** Rows of a class with a heading, kept fresh; `card(row)` shows one, `before` stands above them, and `empty` for none; '': nothing does. */
interface CollectionProperties<T extends Model> extends Asked<T> {
  of: ModelClass<T>;
  title?: string;
  card?(row: Row<T>): ComponentChildren;
  before?(rows: Row<T>[]): ComponentChildren;
  button?: ComponentChildren;
  empty?: string;
}

export function Collection<T extends Model>({ of, title, where, order, include, limit, card, before, button, empty }: CollectionProperties<T>) {
  const { model } = useSession();
  const { rows, since, error, isLoading, reload } = useRows(of, { where, order: order ?? ('-createdAt' as never), include, limit });
  const name = title ?? classLabel(model, server.nameOf(of));
  return (
    <section class="stack" aria-label={name}>
      <div class="row spread"><h2>{name}</h2>{button}</div>
      <Since since={since} />
      {error && <Fault error={plainFault(error)} onRetry={reload} />}
      {before?.(rows ?? [])}
      {!rows && isLoading && <Waiting />}
      {rows?.length === 0 && empty !== '' && <p class="empty">{empty ?? t('nothing-here')}</p>}
      {rows?.map((row) => <div key={row.objectId}>{card ? card(row) : <RecordCard row={row} />}</div>)}
    </section>
  );
}

export const madeAt = (row: AnyRow) => dateText(moment(row.createdAt));
