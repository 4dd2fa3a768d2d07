// Who asks for a role, and the decision about it.
import { useState } from 'preact/hooks';
import { objectPath } from '../kit/client.js';
import { Choice, Fault, message } from '../kit/parts.jsx';
import { t } from '../kit/texts.js';
import { ObjectTable, useObjects } from './browse.jsx';
import { Cell, TimeCell } from './cells.jsx';
import { useConsole, useRemembered } from './context.js';
import { may } from './model.js';

/** What may be decided of a request, by its status. */
const DECISIONS = { pending: ['approved', 'rejected'], approved: ['revoked'] };
const KINDS = { pending: 'warn', approved: 'good', rejected: 'bad', revoked: 'bad' };

export function RoleRequests({ info }) {
  const { client } = useConsole();
  const [state, setState] = useRemembered('requests', { status: 'pending', order: 'createdAt', skip: 0 });
  const [error, setError] = useState();
  const found = useObjects(info.className, { where: state.status ? { status: state.status } : {}, order: state.order, skip: state.skip });
  async function decide(request, status) {
    setError(undefined);
    try {
      await client.put(objectPath(info.className, request.objectId), { status }, { headers: { 'If-Match': `"${request.updatedAt}"` } });
      message(t(`request.${status}.done`, { role: request.role }));
    } catch (fault) {
      setError(fault);
    }
    found.reload();
  }
  const columns = [
    { key: 'user', title: t('user'), render: (one) => <Cell value={one.user} /> },
    { key: 'role', title: t('role'), sorts: true, render: (one) => one.role },
    { key: 'status', title: t('status'), render: (one) => <span class={`chip ${KINDS[one.status] ?? ''}`}>{t(`request.${one.status}`)}</span> },
    { key: 'createdAt', title: t('request.asked'), sorts: true, render: (one) => <TimeCell iso={one.createdAt} /> },
    { key: 'decidedBy', title: t('request.decided'), render: (one) => (one.decidedBy ? <><Cell value={one.decidedBy} /> <Cell value={one.decidedAt} /></> : <Cell />) },
    { key: 'decide', title: t('request.decide'), render: (one) => <span class="row">{may(info, 'update') && (DECISIONS[one.status] ?? []).map((status) => <button key={status} type="button" class={status === 'approved' ? 'small main' : 'small'} onClick={() => decide(one, status)}>{t(`request.do.${status}`)}</button>)}</span> },
  ];
  return (
    <>
      <div class="row spread">
        <h1>{t('role-requests')}</h1>
        <Choice id="status" label={t('status')} value={state.status} options={[...Object.keys(KINDS), ''].map((status) => [status, t(status ? `request.${status}` : 'all')])} onChoose={(status) => setState({ ...state, status, skip: 0 })} />
      </div>
      <p class="soft">{t('request.more')}</p>
      <Fault error={error} />
      <ObjectTable className={info.className} columns={columns} state={state} onState={setState} found={found} />
    </>
  );
}
