// Emergency access: who has it to which patient, why, and until when; and its end.
import { useState } from 'preact/hooks';
import { objectPath } from '../kit/client.js';
import { Confirm, message } from '../kit/parts.jsx';
import { t } from '../kit/texts.js';
import { ObjectTable, useObjects } from './browse.jsx';
import { Cell, TimeCell } from './cells.jsx';
import { linkTo, useConsole, useRemembered } from './context.js';
import { may } from './model.js';

const dateOf = (value) => (value ? new Date(value.iso).getTime() : undefined);
export const isActive = ({ expiresAt, endedAt }, now = Date.now()) => !(dateOf(endedAt) <= now) && dateOf(expiresAt) > now;

export function EmergencyAccess({ info }) {
  const { client } = useConsole();
  const [state, setState] = useRemembered('emergency', { order: '-createdAt', skip: 0 });
  const [ending, setEnding] = useState();
  const found = useObjects(info.className, { where: {}, order: state.order, skip: state.skip });
  const end = async () => {
    await client.put(objectPath(info.className, ending.objectId), { endedAt: { __type: 'Date', iso: new Date().toISOString() } });
    message(t('emergency.ended'));
    found.reload();
  };
  const columns = [
    { key: 'state', title: t('status'), render: (one) => <a href={linkTo('class', info.className, one.objectId)}><span class={isActive(one) ? 'chip warn' : 'chip'}>{t(isActive(one) ? 'emergency.active' : 'emergency.over')}</span></a> },
    { key: 'provider', title: t('emergency.holder'), render: (one) => <Cell value={one.provider} /> },
    { key: 'patient', title: t('emergency.patient'), render: (one) => <Cell value={one.patient} /> },
    { key: 'reason', title: t('emergency.reason'), render: (one) => <Cell value={one.reason} /> },
    { key: 'createdAt', title: t('emergency.since'), sorts: true, render: (one) => <TimeCell iso={one.createdAt} /> },
    { key: 'expiresAt', title: t('emergency.until'), sorts: true, render: (one) => <Cell value={one.endedAt ?? one.expiresAt} /> },
    { key: 'end', title: t('emergency.end'), render: (one) => isActive(one) && may(info, 'update') && <button type="button" class="small danger" onClick={() => setEnding(one)}>{t('emergency.end')}</button> },
  ];
  return (
    <>
      <div class="row spread"><h1>{t('emergency')}</h1>{may(info, 'create') && <a class="button main" href={linkTo('class', info.className, 'new')}>{t('emergency.grant')}</a>}</div>
      <p class="soft">{t('emergency.more')}</p>
      <ObjectTable className={info.className} columns={columns} state={state} onState={setState} found={found} />
      {ending && <Confirm title={t('emergency.end-sure')} action={t('emergency.end')} onConfirm={end} onClose={() => setEnding(undefined)} />}
    </>
  );
}
