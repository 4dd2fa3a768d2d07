// Who may read and write an object by its ACL: a row for each, or no ACL at all. One that an object has once it keeps: an
// empty one is the master key's alone.
import { useState } from 'preact/hooks';
import { inputs } from './inputs.jsx';
import { t } from './texts.js';

const titleOf = (who) => (who === '*' ? t('acl.everybody') : who.startsWith('role:') ? t('acl.role', { name: who.slice(5) }) : t('acl.user', { id: who }));

function Adder({ onAdd }) {
  const [kind, setKind] = useState('user');
  const [name, setName] = useState('');
  const who = { user: name.trim(), role: name.trim() && `role:${name.trim()}`, everybody: '*' }[kind];
  const add = () => {
    onAdd(who);
    setName('');
  };
  return (
    <div class="row">
      <select value={kind} onChange={(event) => setKind(event.currentTarget.value)} aria-label={t('acl.who')}>
        <option value="user">{t('acl.add-user')}</option><option value="role">{t('acl.add-role')}</option><option value="everybody">{t('acl.everybody')}</option>
      </select>
      {kind !== 'everybody' && <input value={name} aria-label={t(kind === 'user' ? 'acl.add-user' : 'acl.add-role')} onInput={(event) => setName(event.currentTarget.value)} spellcheck={false} size="14" />}
      <button type="button" class="small" disabled={!who} onClick={add}>{t('add')}</button>
    </div>
  );
}

export function AclInput({ id, value, onChange, disabled, canBeNone = true }) {
  if (!value) {
    return <div class="row"><span class="soft">{t('acl.none')}</span>{!disabled && <button type="button" id={id} class="small" aria-label={t('acl.make')} onClick={() => onChange({})}>{t('acl.make')}</button>}</div>;
  }
  const set = (who, rights) => {
    const { [who]: _, ...others } = value;
    onChange(rights ? { ...others, [who]: Object.fromEntries(Object.entries(rights).filter(([, has]) => has)) } : others);
  };
  const box = (who, right) => <input type="checkbox" disabled={disabled} checked={Boolean(value[who][right])} aria-label={`${titleOf(who)}: ${t(`acl.${right}`)}`} onChange={(event) => set(who, { ...value[who], [right]: event.currentTarget.checked })} />;
  return (
    <div class="stack">
      {Object.keys(value).length === 0 ? <span class="soft">{t('acl.nobody')}</span> : (
        <div class="scrolls">
          <table class="acl">
            <thead><tr><th scope="col">{t('acl.who')}</th><th scope="col">{t('acl.read')}</th><th scope="col">{t('acl.write')}</th><td /></tr></thead>
            <tbody>{Object.keys(value).sort().map((who) => <tr key={who}><th scope="row">{titleOf(who)}</th><td>{box(who, 'read')}</td><td>{box(who, 'write')}</td><td>{!disabled && <button type="button" class="quiet small" aria-label={`${t('remove')}: ${titleOf(who)}`} onClick={() => set(who)}>{t('remove')}</button>}</td></tr>)}</tbody>
          </table>
        </div>
      )}
      {!disabled && <Adder onAdd={(who) => set(who, { read: true })} />}
      {!disabled && canBeNone && <div><button type="button" id={id} class="small" aria-label={t('acl.none')} onClick={() => onChange(undefined)}>{t('acl.none')}</button></div>}
    </div>
  );
}

Object.assign(inputs, { ACL: AclInput });
