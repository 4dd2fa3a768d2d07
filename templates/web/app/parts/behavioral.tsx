// Behavioral health: assessments and crises, told to the patient when they are published, and whom the patient lets them
// be disclosed to. What is disclosed is shown with its notice, which the server sends along.
import type { TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog, Fault, message } from '../../kit/parts.jsx';
import { plainFault } from '../faults.js';
import { linkTo } from '../route.js';
import { Appointment, Assessment, CareAssignment, CrisisInterventionLog, CrisisLog, DisclosureConsent, EmergencyAccess, IntakeAssessment, Message, Notification, PatientProfile, ProviderProfile, RoleRequest } from '../client/behavioral.ts';
import type { Row } from '../row_types.ts';
import { date, pointer, useFirst, useProfile, useRows, userPointer } from '../rows.ts';
import * as server from '../server.ts';
import { useSession } from '../session.jsx';
import { dateText, localText, moment, t } from '../values.js';
import { Agenda, MyAppointments, PatientAppointments } from '../pieces/appointments.tsx';
import { careViews } from '../pieces/care.tsx';
import { providerName } from '../pieces/people.ts';
import { Chip, Collection, NewRow, RecordCard } from '../pieces/record.tsx';
import { ScopeChoice } from '../pieces/scope.jsx';
import { useEnd } from '../pieces/ending.jsx';
import texts from './behavioral_texts.js';

const DAY = 24 * 3600 * 1000; // ms
const VISITS = { status: ['scheduled', 'completed', 'cancelled'] }; // the spec leaves the words open
const SCOPES: Row<DisclosureConsent>['scope'] = ['assessments', 'crisisLogs'];

interface Of {
  profileId: string;
  isProvider?: boolean;
}
const of = (profileId: string) => ({ patient: pointer(PatientProfile, profileId) });
const now = () => date(Date.now());

/** What an assessment measured, in its first words. */
const assessmentTitle = ({ data = {} }: Row<Assessment>) => [data.instrument, data.score !== undefined && t('assessment.score', { n: data.score })].filter(Boolean).join(': ') || t('assessment');

const AssessmentCard = ({ row, isQuiet }: { row: Row<Assessment>; isQuiet?: boolean }) => <RecordCard row={row} title={assessmentTitle(row)} facts={['data', 'recommendations', 'publishedAt']} isQuiet={isQuiet} />;
const Crisis = ({ row, isQuiet }: { row: Row<CrisisLog>; isQuiet?: boolean }) => <RecordCard row={row} title={row.incident ?? t('crisis')} facts={['timestamp', 'notes', 'responseAction']} isQuiet={isQuiet} />;
const Intake = ({ row }: { row: Row<IntakeAssessment> }) => <RecordCard row={row} title={dateText(row.assessmentDate)} facts={['details']} />;
const Intervention = ({ row }: { row: Row<CrisisInterventionLog> }) => <RecordCard row={row} title={dateText(row.interventionDate)} facts={['details', 'outcome']} />;

function Assessments({ profileId, isProvider }: Of) {
  const { userId } = useSession();
  const profile = useProfile(ProviderProfile);
  const provider = profile && pointer(ProviderProfile, profile.objectId);
  return (
    <div class="stack wide-gap">
      <Collection of={Assessment} title={t('assessments')} where={of(profileId)} empty={t('assessments.none')} card={(row) => <AssessmentCard row={row} />}
        button={isProvider && provider && <NewRow of={Assessment} label={t('assessments.new')} fields={['data', 'recommendations']} initial={{ data: { instrument: '', score: 0 } }} given={{ ...of(profileId), provider, status: 'pending' }} />} />
      <Collection of={IntakeAssessment} title={t('intakes')} where={of(profileId)} order="-assessmentDate" empty={t('intakes.none')} card={(row) => <Intake row={row} />}
        button={isProvider && <NewRow of={IntakeAssessment} label={t('intakes.new')} fields={['assessmentDate', 'details']} initial={{ assessmentDate: now() }} given={{ ...of(profileId), assessor: userPointer(userId) }} />} />
    </div>
  );
}

function Crises({ profileId, isProvider }: Of) {
  return (
    <div class="stack wide-gap">
      <Collection of={CrisisLog} title={t('crises')} where={of(profileId)} order="-timestamp" empty={t('crises.none')} card={(row) => <Crisis row={row} />}
        button={isProvider && <NewRow of={CrisisLog} label={t('crises.new')} fields={['incident', 'timestamp', 'notes', 'responseAction']} initial={{ timestamp: now() }} given={of(profileId)} />} />
      <Collection of={CrisisInterventionLog} title={t('interventions')} where={of(profileId)} order="-interventionDate" empty={t('interventions.none')} card={(row) => <Intervention row={row} />}
        button={isProvider && <NewRow of={CrisisInterventionLog} label={t('interventions.new')} fields={['interventionDate', 'details', 'outcome']} initial={{ interventionDate: now() }} given={of(profileId)} />} />
    </div>
  );
}

function ConsentForm({ providers, onDone, onCancel }: { providers: Row<ProviderProfile>[]; onDone(): void; onCancel(): void }) {
  const { profileId } = useSession();
  const [values, setValues] = useState({ recipient: providers[0]?.user.objectId ?? '', purpose: '', scope: SCOPES, expiresAt: localText({ iso: new Date(Date.now() + 90 * DAY).toISOString() }) });
  const [error, setError] = useState<string>();
  const set = (name: string) => (event: TargetedEvent<HTMLInputElement | HTMLSelectElement>) => setValues({ ...values, [name]: event.currentTarget.value });
  async function submit(event: Event) {
    event.preventDefault();
    setError(undefined);
    try {
      await server.create(DisclosureConsent, { ...of(profileId), recipient: userPointer(values.recipient), purpose: values.purpose, scope: values.scope, expiresAt: date(values.expiresAt) });
      message(t('saved'));
      onDone();
    } catch (fault) {
      setError(plainFault(fault));
    }
  }
  return (
    <form class="stack" onSubmit={submit}>
      <p>{t('disclosure.explained')}</p>
      <div class="fields">
        <div class="field"><label for="consent-recipient">{t('disclosure.to')}</label>
          <select id="consent-recipient" required value={values.recipient} onChange={set('recipient')}>{providers.map((one) => <option key={one.objectId} value={one.user.objectId}>{providerName(one) || one.objectId}</option>)}</select></div>
        <div class="field"><label for="consent-end">{t('disclosure.until')}</label><input id="consent-end" type="datetime-local" required value={values.expiresAt} onChange={set('expiresAt')} /></div>
        <div class="field wide"><label for="consent-purpose">{t('disclosure.purpose')}</label><input id="consent-purpose" required value={values.purpose} onInput={set('purpose')} /></div>
        <ScopeChoice id="consent-scope" label={t('disclosure.what')} words={SCOPES} value={values.scope} onChange={(scope: typeof SCOPES) => setValues({ ...values, scope })} />
      </div>
      <Fault error={error} />
      <div class="dialog-end"><button type="button" onClick={onCancel}>{t('cancel')}</button><button type="submit" class="main" disabled={values.scope.length === 0}>{t('disclosure.give')}</button></div>
    </form>
  );
}

const isOver = (row: Row<DisclosureConsent>) => Boolean(row.revokedAt) || Date.parse(row.expiresAt.iso) <= Date.now();

function Consent({ row, name }: { row: Row<DisclosureConsent>; name: string }) {
  const [error, setError] = useState<string>();
  useEnd(row.expiresAt);
  const revoke = () => server.save(DisclosureConsent, row.objectId, { revokedAt: now() }).then(() => message(t('saved')), (fault) => setError(plainFault(fault)));
  return (
    <RecordCard row={row} title={name} facts={['purpose', 'scope', 'signedAt', 'expiresAt', 'revokedAt']} isQuiet
      actions={!isOver(row) && <button type="button" onClick={revoke}>{t('disclosure.revoke')}</button>}>
      <p><Chip word={isOver(row) ? (row.revokedAt ? 'revoked' : 'expired') : 'active'} /></p>
      <Fault error={error} />
    </RecordCard>
  );
}

/** A patient's consents to disclose, and a new one. */
function Disclosures() {
  const { profileId } = useSession();
  const { rows: providers } = useRows(ProviderProfile);
  const [isOpen, setOpen] = useState(false);
  const nameOf = ({ recipient }: Row<DisclosureConsent>) => providerName(providers?.find(({ user }) => user.objectId === recipient.objectId)) || t('somebody-else');
  return (
    <>
      <Collection of={DisclosureConsent} title={t('disclosures')} where={of(profileId)} empty={t('disclosures.none')} card={(row) => <Consent row={row} name={nameOf(row)} />}
        button={Boolean(providers?.length) && <button type="button" class="main" onClick={() => setOpen(true)}>{t('disclosures.new')}</button>} />
      {isOpen && providers && <Dialog title={t('disclosures.new')} onClose={() => setOpen(false)} isWide><ConsentForm providers={providers} onDone={() => setOpen(false)} onCancel={() => setOpen(false)} /></Dialog>}
    </>
  );
}

/** What one consent opens to its recipient, until it ends. */
function Disclosed({ consent }: { consent: Row<DisclosureConsent> }) {
  const isEnded = useEnd(consent.expiresAt);
  if (isEnded || consent.revokedAt) return <p class="note warn" role="status">{t('disclosed.ended')}</p>;
  return (
    <div class="stack wide-gap">
      <p class="soft">{t('disclosed.for', { purpose: consent.purpose, time: dateText(consent.expiresAt) })}</p>
      {consent.scope.includes('assessments') && <Collection of={Assessment} title={t('assessments')} where={of(consent.patient.objectId)} empty={t('assessments.none')} card={(row) => <AssessmentCard row={row} isQuiet />} />}
      {consent.scope.includes('crisisLogs') && <Collection of={CrisisLog} title={t('crises')} where={of(consent.patient.objectId)} order="-timestamp" empty={t('crises.none')} card={(row) => <Crisis row={row} isQuiet />} />}
    </div>
  );
}

/** Consents that patients gave to the reader, whether or not they are the reader's own patients. */
function DisclosedToMe({ route }: { route: string[] }) {
  const { userId } = useSession();
  const { row: consent } = useFirst(route[0] ? DisclosureConsent : null, { where: { objectId: route[0] ?? '' } });
  if (route[0] && consent) {
    return <section class="stack" aria-label={t('disclosed')}><p><a href={linkTo('disclosed')}>‹ {t('disclosed')}</a></p><Disclosed consent={consent} /></section>;
  }
  return (
    <Collection of={DisclosureConsent} title={t('disclosed')} where={{ recipient: userPointer(userId) }} empty={t('disclosed.none')}
      card={(row) => (
        <RecordCard row={row} title={t('disclosed.since', { time: dateText(row.signedAt ?? moment(row.createdAt)) })} facts={['purpose', 'scope', 'expiresAt', 'revokedAt']} isQuiet
          actions={!isOver(row) && <a class="button main" href={linkTo('disclosed', row.objectId)}>{t('disclosed.open')}</a>}>
          <p><Chip word={isOver(row) ? (row.revokedAt ? 'revoked' : 'expired') : 'active'} /></p>
        </RecordCard>
      )} />
  );
}

export default {
  texts,
  useViews: () => careViews({ PatientProfile, ProviderProfile, CareAssignment, Message, Appointment, EmergencyAccess, Notification, RoleRequest }, {
    more: ['patientHistory'],
    patient: [
      ['assessments', t('assessments'), (who) => <Assessments profileId={who.profileId} />],
      ['crises', t('crises'), (who) => <Crises profileId={who.profileId} />],
      ['disclosures', t('disclosures'), () => <Disclosures />],
      ['appointments', t('appointments'), () => <MyAppointments />],
    ],
    provider: [['agenda', t('appointments'), () => <Agenda words={VISITS} />], ['disclosed', t('disclosed'), (who, route) => <DisclosedToMe route={route} />]],
    sections: [
      ['assessments', t('assessments'), (profile) => <Assessments profileId={profile.objectId} isProvider />],
      ['crises', t('crises'), (profile) => <Crises profileId={profile.objectId} isProvider />],
      ['appointments', t('appointments'), (profile) => <PatientAppointments profile={profile} words={VISITS} />],
    ],
  }),
};
