// Sessions: one's own, or with the master key everybody's; and what else an account's page offers.
import { useState } from 'preact/hooks';
import { objectPath } from '../kit/client.js';
import { useLoad } from '../kit/load.js';
import { Confirm, message } from '../kit/parts.jsx';
import { t } from '../kit/texts.js';
import { listText, pointerTo } from '../kit/values.js';
import { ObjectTable, useObjects } from './browse.jsx';
import { Cell, TimeCell } from './cells.jsx';
import { linkTo, useConsole, useRemembered } from './context.js';

const MOST = 1000;

export function Sessions() {
  const { client, who } = useConsole();
  const [state, setState] = useRemembered('sessions', { order: '-createdAt', skip: 0 });
  const [ending, setEnding] = useState();
  const found = useObjects('_Session', { where: {}, order: state.order, skip: state.skip });
  const { data: own } = useLoad(async () => (who.isMaster ? {} : client.get('/sessions/me')), []);
  const end = async () => {
    await client.delete(objectPath('_Session', ending.objectId));
    message(t('session.over'));
    found.reload();
  };
  const columns = [
    { key: 'user', title: t('user'), render: (one) => <><Cell value={one.user} /> {one.objectId === own?.objectId && <span class="chip good">{t('session.this')}</span>}</> },
    { key: 'createdAt', title: t('session.since'), sorts: true, render: (one) => <TimeCell iso={one.createdAt} /> },
    { key: 'expiresAt', title: t('session.until'), sorts: true, render: (one) => <Cell value={one.expiresAt} /> },
    { key: 'createdWith', title: t('session.way'), render: (one) => listText([one.createdWith?.action, one.createdWith?.authProvider]) },
    { key: 'restricted', title: t('session.restricted'), render: (one) => <Cell value={one.restricted} /> },
    { key: 'end', title: t('session.end'), render: (one) => <button type="button" class="small danger" onClick={() => setEnding(one)}>{t('session.end')}</button> },
  ];
  return (
    <>
      <h1>{t('sessions')}</h1>
      <p class="soft">{t(who.isMaster ? 'session.all' : 'session.own')}</p>
      <ObjectTable className="_Session" columns={columns} state={state} onState={setState} found={found} />
      {ending && <Confirm title={t('session.end-sure')} text={ending.objectId === own?.objectId ? t('session.end-this') : undefined} action={t('session.end')} onConfirm={end} onClose={() => setEnding(undefined)} />}
    </>
  );
}

/** The roles that a user is in, as far as this person is shown them. */
export function UserRoles({ user }) {
  const { client } = useConsole();
  const { data } = useLoad(() => client.find('_Role', { where: { users: pointerTo('_User', user.objectId) }, keys: 'name' }), [user.objectId]);
  return data?.results.length ? <span>{t('roles')}: {data.results.map((one) => <a key={one.objectId} class="chip" href={linkTo('class', '_Role', one.objectId)}>{one.name}</a>)}</span> : null;
}

/** Ends all sessions of a user; for the master key, since nobody else is shown another's sessions. */
export function UserActions({ user }) {
  const { client, who } = useConsole();
  const [asks, setAsks] = useState(false);
  if (!who.isMaster) return null;
  const end = async () => {
    const { results } = await client.find('_Session', { where: { user: pointerTo('_User', user.objectId) }, limit: MOST });
    for (const { objectId } of results) await client.delete(objectPath('_Session', objectId));
    message(t('session.ended', { n: results.length }));
  };
  return (
    <>
      <button type="button" onClick={() => setAsks(true)}>{t('session.end-all')}</button>
      {asks && <Confirm title={t('session.end-all-sure', { name: user.username })} action={t('session.end-all')} onConfirm={end} onClose={() => setAsks(false)} />}
    </>
  );
}
