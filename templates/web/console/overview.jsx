// What waits for whoever is signed in, and whether the server is well.
import { useLoad } from '../kit/load.js';
import { Fault, Waiting } from '../kit/parts.jsx';
import { t } from '../kit/texts.js';
import { linkTo, useConsole } from './context.js';
import { askHealth, HealthState } from './health.jsx';
import { classFor, may } from './model.js';

const countOf = async (client, className, where) => (await client.find(className, { where, count: 1, limit: 0 })).count;

/** How many requests wait, and how many emergency accesses are open; of what this person may not ask, nothing. */
function useWork() {
  const { client, model } = useConsole();
  return useLoad(async () => {
    const [requests, emergency] = ['roleRequest', 'emergencyAccess'].map((purpose) => classFor(model, purpose));
    const now = { __type: 'Date', iso: new Date().toISOString() };
    return {
      requests: may(requests, 'find') ? await countOf(client, requests.className, { status: 'pending' }) : undefined,
      emergency: may(emergency, 'find') ? await countOf(client, emergency.className, { expiresAt: { $gt: now }, endedAt: { $exists: false } }) : undefined,
      health: await askHealth(client),
    };
  }, []);
}

const Work = ({ n, text, to }) => (n === undefined ? null : <a class={n ? 'card work waits' : 'card work'} href={to}><strong>{n}</strong> <span>{text}</span></a>);

export function Overview() {
  const { model, who } = useConsole();
  const { data, error, reload } = useWork();
  const records = Object.values(model.classes).filter(({ className }) => !className.startsWith('_'));
  return (
    <>
      <h1>{t('overview')}</h1>
      {who.isMaster && <p class="note warn">{t('master-key.in-use')}</p>}
      {!who.isMaster && !records.some((info) => may(info, 'find') || may(info, 'create')) && <p class="note">{t('overview.nothing')}</p>}
      <Fault error={error} onRetry={reload} />
      {!data && !error && <Waiting />}
      {data && <HealthState health={data.health} />}
      {data && <div class="works"><Work n={data.requests} text={t('overview.requests', { n: data.requests })} to={linkTo('requests')} /><Work n={data.emergency} text={t('overview.emergency', { n: data.emergency })} to={linkTo('emergency')} /></div>}
      <section class="card stack" aria-labelledby="classes">
        <h2 id="classes">{t('overview.classes')}</h2>
        <p class="soft">{t('overview.classes.more')}</p>
        <div class="scrolls"><table>
          <thead><tr><th scope="col">{t('class')}</th>{['find', 'create', 'update', 'delete'].map((operation) => <th key={operation} scope="col">{t(`may.${operation}`)}</th>)}<th scope="col">{t('versions')}</th></tr></thead>
          <tbody>{records.map((info) => (
            <tr key={info.className}><th scope="row"><a href={linkTo('class', info.className)}>{info.className}</a></th>
              {['find', 'create', 'update', 'delete'].map((operation) => <td key={operation}>{may(info, operation) ? <span class="good">✓<span class="only-heard">{t('yes')}</span></span> : <span class="soft">–<span class="only-heard">{t('no')}</span></span>}</td>)}
              <td>{info.keepsVersions ? t('yes') : <span class="soft">–</span>}</td></tr>
          ))}</tbody>
        </table></div>
      </section>
    </>
  );
}
