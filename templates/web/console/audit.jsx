// The audit trail: searched by who, what, of which object and when, and verified link by link.
import { useState } from 'preact/hooks';
import { PointerInput } from '../kit/reference_inputs.jsx';
import { DateInput } from '../kit/inputs.jsx';
import { CopyButton, Fault } from '../kit/parts.jsx';
import { t } from '../kit/texts.js';
import { valueText } from '../kit/values.js';
import { ObjectTable, useObjects } from './browse.jsx';
import { Cell, TimeCell } from './cells.jsx';
import { linkTo, useConsole, useRemembered } from './context.js';
import { may } from './model.js';

const STEP = 10000; // entries that one request verifies

/** What this app calls a column of the trail: by the field's name, or one of its other names. */
const columnName = (info, ...names) => names.map((name) => Object.values(info.fields).find((field) => field.name === name || field.aliases?.includes(name))?.name).find(Boolean);

/** Walks the chain to its end, and tells how far it is. */
async function verify(client, tell) {
  const sum = { entries: 0, faults: [] };
  for (let after = 0, isDone = false; !isDone;) {
    const part = await client.get('/audit/verification', { after, limit: STEP });
    sum.entries += part.entries;
    sum.faults.push(...part.faults);
    Object.assign(sum, { last: part.last, end: part.end });
    after = part.last?.number ?? 0;
    isDone = part.isDone;
    tell({ ...sum, isDone });
  }
}

function FaultLine({ fault: { from, to, fault } }) {
  return <li>{from === to ? t('verify.entry', { n: from }) : t('verify.entries', { from, to })} {t(`verify.${fault}`)}</li>;
}

function Verification() {
  const { client } = useConsole();
  const [state, setState] = useState();
  const [error, setError] = useState();
  const [isBusy, setBusy] = useState(false);
  async function go() {
    setBusy(true);
    setError(undefined);
    setState(undefined);
    try {
      await verify(client, setState);
    } catch (fault) {
      setError(fault);
    }
    setBusy(false);
  }
  const isWhole = state?.isDone && state.faults.length === 0;
  return (
    <section class="card stack" aria-labelledby="verify">
      <div class="row spread"><h2 id="verify">{t('verify.title')}</h2><button type="button" class="main" disabled={isBusy} onClick={go}>{t('verify')}</button></div>
      <Fault error={error} />
      {isBusy && <div class="row" role="status"><progress value={state?.entries ?? 0} max={state?.end || 1} aria-label={t('verify.title')} /><span>{t('verify.progress', { n: state?.entries ?? 0, all: state?.end ?? '…' })}</span></div>}
      {isWhole && <p class="note good" role="status">{t('verify.holds', { n: state.entries })}</p>}
      {state?.isDone && !isWhole && <div class="note bad" role="alert">{t('verify.broken', { n: state.faults.length })}<ul>{state.faults.map((fault) => <FaultLine key={`${fault.from}${fault.fault}`} fault={fault} />)}</ul></div>}
      {state?.isDone && state.last && <div class="row"><span>{t('verify.last', { n: state.last.number })} <Cell value={state.last.at} /></span><code class="hash">{state.last.hash}</code><CopyButton text={state.last.hash} /></div>}
      <small>{t('verify.more')}</small>
    </section>
  );
}

function Search({ names, state, onState }) {
  const { client, model } = useConsole();
  const set = (more) => onState({ ...state, ...more, skip: 0 });
  const text = (key, label, list) => <div class="field"><label for={`audit-${key}`}>{label}</label><input id={`audit-${key}`} value={state[key] ?? ''} list={list} spellcheck={false} onInput={(event) => set({ [key]: event.currentTarget.value.trim() })} /></div>;
  const date = (key, label) => <div class="field"><label for={`audit-${key}`}>{label}</label><DateInput id={`audit-${key}`} field={{}} value={state[key]} onChange={(value) => set({ [key]: value })} /></div>;
  return (
    <form class="card fields" role="search" onSubmit={(event) => event.preventDefault()}>
      {names.actor && <div class="field"><label for="audit-actor">{t('audit.actor')}</label><PointerInput id="audit-actor" field={{ targetClass: '_User' }} value={state.actor} client={client} model={model.classes} onChange={(value) => set({ actor: value })} /></div>}
      {names.action && text('action', t('audit.action'), 'actions')}
      {names.entityType && text('entityType', t('audit.type'), 'types')}
      {names.entityId && text('entityId', t('audit.id'))}
      {date('from', t('audit.from'))}
      {date('to', t('audit.to'))}
      <datalist id="actions">{ACTIONS.map((one) => <option key={one} value={one} />)}</datalist>
      <datalist id="types">{Object.keys(model.classes).map((one) => <option key={one} value={one} />)}</datalist>
    </form>
  );
}

const ACTIONS = ['create', 'update', 'delete', 'read', 'publish', 'acknowledge', 'sign', 'sign-failed', 'sign-in', 'sign-out', 'sign-in-failed', 'password-change', 'password-reset', 'role-grant', 'role-revoke', 'approve', 'reject', 'revoke', 'share', 'emergency-access', 'end-emergency-access', 'disclose', 'export'];

function whereOf(info, names, state) {
  const isPointer = info.fields[names.actor]?.type === 'Pointer';
  const created = { ...(state.from ? { $gte: state.from } : {}), ...(state.to ? { $lte: state.to } : {}) };
  return {
    ...(state.actor ? { [names.actor]: isPointer ? state.actor : state.actor.objectId } : {}),
    ...Object.fromEntries(['action', 'entityType', 'entityId'].filter((key) => state[key]).map((key) => [names[key], state[key]])),
    ...(Object.keys(created).length ? { createdAt: created } : {}),
  };
}

function Entity({ type, id }) {
  const { model } = useConsole();
  if (!id) return type ?? '';
  return may(model.classes[type], 'get') ? <a href={linkTo('class', type, id)}>{type} <code>{id}</code></a> : <span>{type} <code>{id}</code></span>;
}

function Payload({ value }) {
  if (value === undefined || value === null) return <Cell />;
  const text = valueText(value);
  if (text.length < 48) return <code>{text}</code>;
  return <details><summary><span class="cut">{text}</span></summary><pre>{JSON.stringify(value, null, 2)}</pre></details>;
}

export function Audit({ info }) {
  const [state, setState] = useRemembered('audit', { order: '-createdAt', skip: 0 });
  const names = { actor: columnName(info, 'actor'), action: columnName(info, 'action'), entityType: columnName(info, 'entityType'), entityId: columnName(info, 'entityId'), payload: columnName(info, 'payload', 'metadata') };
  const found = useObjects(info.className, { where: whereOf(info, names, state), order: state.order, skip: state.skip, limit: 50 });
  const columns = [
    { key: 'createdAt', title: t('time'), sorts: true, render: (one) => <TimeCell iso={one.createdAt} /> },
    ...(names.actor ? [{ key: names.actor, title: t('audit.actor'), render: (one) => <Cell value={one[names.actor]} /> }] : []),
    ...(names.action ? [{ key: names.action, title: t('audit.action'), render: (one) => <span class="chip">{one[names.action]}</span> }] : []),
    { key: 'entity', title: t('audit.object'), render: (one) => <Entity type={one[names.entityType]} id={one[names.entityId]} /> },
    ...(names.payload ? [{ key: names.payload, title: t('audit.more'), render: (one) => <Payload value={one[names.payload]} /> }] : []),
    { key: 'number', title: t('audit.number'), isNumber: true, render: (one) => Number(one.objectId.slice(1)) },
  ];
  return (
    <>
      <div class="row spread"><h1>{t('audit')}</h1><button type="button" class="small" onClick={found.reload}>{t('reload')}</button></div>
      <Verification />
      <Search names={names} state={state} onState={setState} />
      <ObjectTable className={info.className} columns={columns} state={state} onState={setState} found={found} />
    </>
  );
}
