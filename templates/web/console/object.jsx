// One object: its fields as a form, its relations, its versions and signatures. What was typed stays as a draft until it
// is saved or thrown away, wherever one goes meanwhile.
import { useState } from 'preact/hooks';
import { classPath, objectPath } from '../kit/client.js';
import { Field } from '../kit/inputs.jsx';
import { useLoad } from '../kit/load.js';
import { Confirm, CopyButton, Fault, message, Tabs, TabPanel, Waiting } from '../kit/parts.jsx';
import { t } from '../kit/texts.js';
import { isSame, objectTitle } from '../kit/values.js';
import { titleOfClass } from './browse.jsx';
import { Cell, TimeCell } from './cells.jsx';
import { go, linkTo, useConsole, useRemembered } from './context.js';
import { may, mayWrite } from './model.js';
import { withNames } from './names.js';
import { Relations } from './relations.jsx';
import { SignatureList, SignDialog } from './signatures.jsx';
import { UserActions, UserRoles } from './sessions.jsx';
import { Versions } from './versions.jsx';

const ACL = { name: 'ACL', type: 'ACL' };
const CHANGED_MEANWHILE = 412;

/** Fields of a form: those that the class has, the ACL, and a password for accounts. */
function formFields(info) {
  const fields = Object.values(info.fields).filter(({ type }) => type !== 'Relation');
  return [...fields, ...(info.className === '_User' ? [{ name: 'password', type: 'Password', writes: ['create', 'update'] }] : [])];
}

function PasswordField({ id, value, onChange }) {
  return <div class="field"><label for={id}>{t('new-password')}</label><input id={id} type="password" autocomplete="new-password" value={value ?? ''} onInput={(event) => onChange(event.currentTarget.value || undefined)} /></div>;
}

/** draft: { values: { name: value }, faults: { name: text } }, of what was changed alone. */
function Fields({ info, object = {}, draft, onDraft, operation }) {
  const { client, model } = useConsole();
  const set = (name) => (value, fault) => {
    const { [name]: _, ...faults } = draft.faults;
    const { [name]: __, ...values } = draft.values;
    const isBack = operation === 'update' && isSame(value, object[name]);
    onDraft({ ...draft, values: isBack ? values : { ...values, [name]: value }, faults: fault ? { ...faults, [name]: fault } : faults });
  };
  const valueOf = (name) => (name in draft.values ? draft.values[name] : object[name]);
  return (
    <div class="fields">
      {formFields(info).map((field) => {
        const isOpen = mayWrite(info, field, operation);
        if (!isOpen && operation === 'create') return null;
        if (field.type === 'Password') return isOpen && <PasswordField key={field.name} id="field-password" value={draft.values.password} onChange={set('password')} />;
        if (!isOpen) return <div key={field.name} class="field"><span class="label">{field.name} <small>{field.type}</small></span><div class="shown"><Cell value={object[field.name]} field={field} /></div></div>;
        return <Field key={field.name} id={`field-${field.name}`} field={field} value={valueOf(field.name)} fault={draft.faults[field.name]} hint={field.isStamped ? t('stamped') : undefined} onChange={set(field.name)} client={client} model={model.classes} />;
      })}
      {may(info, operation) && <AclField value={valueOf('ACL')} onChange={set('ACL')} canBeNone={!object.ACL} />}
    </div>
  );
}

const AclField = (properties) => <Field id="field-ACL" field={ACL} label={t('acl')} {...properties} />;

const EMPTY = { values: {}, faults: {} };
const isEmpty = ({ values, faults }) => Object.keys(values).length === 0 && Object.keys(faults).length === 0;

/** The body of a create or update: what was taken away is deleted. An ACL that is taken away is one that is not there. */
function bodyOf({ values }, operation) {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined || operation === 'update');
  return Object.fromEntries(entries.map(([name, value]) => [name, value === undefined ? { __op: 'Delete' } : value?.__type === 'Object' ? { __type: 'Pointer', className: value.className, objectId: value.objectId } : value]));
}

function useDraft(key) {
  const [draft, setDraft] = useRemembered(`draft/${key}`, EMPTY);
  return [draft, setDraft, () => setDraft(EMPTY)];
}

function Buttons({ info, draft, isBusy, operation, onSign, onDiscard }) {
  const { who } = useConsole();
  const cannot = isBusy || Object.keys(draft.faults).length > 0 || (operation === 'update' && isEmpty(draft));
  return (
    <div class="row saving">
      <button type="submit" class="main" disabled={cannot}>{t(operation === 'create' ? 'create' : 'save')}</button>
      {info.needsSignature && !who.isMaster && <button type="button" disabled={cannot} onClick={onSign}>{t('sign.and-save')}</button>}
      {!isEmpty(draft) && <button type="button" class="quiet" onClick={onDiscard}>{t('discard')}</button>}
      {operation === 'update' && !isEmpty(draft) && <span class="chip warn">{t('unsaved', { n: Object.keys(draft.values).length })}</span>}
    </div>
  );
}

export function NewObject({ className }) {
  const { client, model } = useConsole();
  const info = model.classes[className];
  const [draft, setDraft, clear] = useDraft(`${className}/new`);
  const [error, setError] = useState();
  const [isBusy, setBusy] = useState(false);
  const [isSigning, setSigning] = useState(false);
  async function done(objectId) {
    clear();
    message(t('created', { name: titleOfClass(className) }));
    if (may(info, 'get')) go('class', className, objectId);
    else go('class', className);
  }
  async function submit(event) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const { objectId } = await client.post(classPath(className), bodyOf(draft, 'create'));
      await done(objectId);
    } catch (fault) {
      setError(fault);
      setBusy(false);
    }
  }
  return (
    <>
      <p class="crumbs"><a href={linkTo('class', className)}>{titleOfClass(className)}</a></p>
      <h1>{t('new-of', { name: titleOfClass(className) })}</h1>
      <form class="card stack" onSubmit={submit}>
        <Fields info={info} draft={draft} onDraft={setDraft} operation="create" />
        <Fault error={error} />
        <Buttons info={info} draft={draft} isBusy={isBusy} operation="create" onSign={() => setSigning(true)} onDiscard={clear} />
      </form>
      {isSigning && <SignDialog className={className} changes={bodyOf(draft, 'create')} onClose={() => setSigning(false)} onSigned={({ object }) => done(object.objectId)} />}
    </>
  );
}

function Edit({ info, object, onSaved }) {
  const { client } = useConsole();
  const [draft, setDraft, clear] = useDraft(`${info.className}/${object.objectId}`);
  const [error, setError] = useState();
  const [isBusy, setBusy] = useState(false);
  const [isSigning, setSigning] = useState(false);
  function done() {
    clear();
    setError(undefined);
    message(t('saved'));
    onSaved();
  }
  async function submit(event) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await client.put(objectPath(info.className, object.objectId), bodyOf(draft, 'update'), { headers: { 'If-Match': `"${object.updatedAt}"` } });
      done();
    } catch (fault) {
      setError(fault);
    }
    setBusy(false);
  }
  const meanwhile = error?.status === CHANGED_MEANWHILE;
  return (
    <form class="card stack" onSubmit={submit}>
      <Fields info={info} object={object} draft={draft} onDraft={setDraft} operation="update" />
      {meanwhile ? <div class="note warn row" role="alert"><span>{t('changed-meanwhile')}</span><button type="button" class="small" onClick={() => {
        setError(undefined);
        onSaved();
      }}>{t('reload')}</button></div> : <Fault error={error} />}
      {may(info, 'update') && <Buttons info={info} draft={draft} isBusy={isBusy} operation="update" onSign={() => setSigning(true)} onDiscard={clear} />}
      {isSigning && <SignDialog className={info.className} objectId={object.objectId} changes={bodyOf(draft, 'update')} onClose={() => setSigning(false)} onSigned={done} />}
    </form>
  );
}

function Delete({ info, object }) {
  const { client } = useConsole();
  const [asks, setAsks] = useState(false);
  const remove = async () => {
    await client.delete(objectPath(info.className, object.objectId), { headers: { 'If-Match': `"${object.updatedAt}"` } });
    message(t('deleted'));
    go('class', info.className);
  };
  return (
    <>
      <button type="button" class="danger" onClick={() => setAsks(true)}>{t('delete')}</button>
      {asks && <Confirm title={t('delete.sure', { name: objectTitle(object, info.fields) })} text={t('delete.more')} action={t('delete')} onConfirm={remove} onClose={() => setAsks(false)} />}
    </>
  );
}

export function ObjectPage({ className, objectId }) {
  const page = useConsole();
  const info = page.model.classes[className];
  const [tab, setTab] = useState('fields');
  const { data: object, error, reload } = useLoad(async () => (await withNames(page, [await page.client.get(objectPath(className, objectId))]))[0], [className, objectId]);
  const relations = Object.values(info.fields).filter(({ type }) => type === 'Relation');
  const tabs = [['fields', t('fields')], ...(relations.length ? [['relations', t('relations')]] : []), ...(info.keepsVersions ? [['versions', t('versions')], ['signatures', t('signatures')]] : [])];
  return (
    <>
      <p class="crumbs"><a href={linkTo('class', className)}>{titleOfClass(className)}</a></p>
      <div class="row spread">
        <h1>{object ? objectTitle(object, info.fields) : objectId}</h1>
        {object && <span class="row">{className === '_User' && <UserActions user={object} />}{may(info, 'delete') && <Delete info={info} object={object} />}</span>}
      </div>
      <div class="row soft facts"><code>{objectId}</code><CopyButton text={objectId} />{object && <span>{t('made')} <TimeCell iso={object.createdAt} /></span>}{object && <span>{t('changed')} <TimeCell iso={object.updatedAt} /></span>}{object && className === '_User' && <UserRoles user={object} />}</div>
      {tabs.length > 1 && <Tabs label={titleOfClass(className)} tabs={tabs} value={tab} onChoose={setTab} />}
      <TabPanel tab={tab}>
        <Fault error={error} onRetry={reload} />
        {!object && !error && <Waiting />}
        {object && tab === 'fields' && <Edit info={info} object={object} onSaved={reload} />}
        {object && tab === 'relations' && relations.map((field) => <Relations key={field.name} info={info} object={object} field={field} />)}
        {tab === 'versions' && <Versions info={info} objectId={objectId} />}
        {tab === 'signatures' && <SignatureList className={className} objectId={objectId} info={info} />}
      </TabPanel>
    </>
  );
}
