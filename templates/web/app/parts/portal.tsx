// The patient portal: results with what they mean, plans to confirm, appointments that patients book, and messages.
import { linkTo } from '../route.js';
import { Appointment, CareAssignment, EmergencyAccess, LabResult, Message, Notification, PatientProfile, ProviderProfile, RoleRequest, TreatmentPlan } from '../client/portal.ts';
import type { FieldOf, Row } from '../row_types.ts';
import { date, pointer, useProfile, useRows, userPointer } from '../rows.ts';
import { useSession } from '../session.jsx';
import { t } from '../values.js';
import { Agenda, MyAppointments, PatientAppointments } from '../pieces/appointments.tsx';
import { careViews } from '../pieces/care.tsx';
import { Collection, NewRow, RecordCard } from '../pieces/record.tsx';
import type { PatientRow } from '../pieces/asked.ts';
import { Results, type ResultShape } from '../pieces/results.tsx';
import texts from './portal_texts.js';

const RESULTS = { status: ['preliminary', 'final', 'corrected'], reportType: ['blood', 'urine', 'imaging', 'other'] };
const RESULT_FIELDS: FieldOf<Row<LabResult>>[] = ['testName', 'testCode', 'resultValue', 'units', 'referenceRange', 'reportedAt', 'status', 'reportType', 'visibility', 'attachments'];
const PLAN_FIELDS: FieldOf<Row<TreatmentPlan>>[] = ['summary', 'details', 'startDate', 'endDate'];
const SHAPE: ResultShape<Row<LabResult>> = { valueOf: ({ resultValue }) => resultValue, dateOf: ({ reportedAt }) => reportedAt, filesOf: ({ attachments }) => attachments ?? [], kind: 'reportType' };
const PLAN_FACTS: FieldOf<Row<TreatmentPlan>>[] = ['details', 'startDate', 'endDate'];

const of = (profileId: string) => ({ patient: pointer(PatientProfile, profileId) });
const now = () => date(Date.now());

/** Who makes something for a patient is in it, as the account and as the provider's profile. */
function useAuthor() {
  const { userId } = useSession();
  const profile = useProfile(ProviderProfile);
  return { user: userPointer(userId), ...(profile ? { provider: pointer(ProviderProfile, profile.objectId) } : {}) };
}

function MyResults({ profileId, limit }: { profileId: string; limit?: number }) {
  return <Collection of={LabResult} title={limit ? t('results.latest') : t('results')} where={of(profileId)} order="-reportedAt" limit={limit} empty={t('results.none')} card={() => null} before={(rows) => rows.length > 0 && <Results rows={rows} shape={SHAPE} />} />;
}

function PatientResults({ profile }: { profile: PatientRow }) {
  const { user, ...provider } = useAuthor();
  return (
    <Collection of={LabResult} title={t('results')} where={of(profile.objectId)} order="-reportedAt" empty={t('results.none')} card={() => null}
      before={(rows) => rows.length > 0 && <Results rows={rows} shape={SHAPE} isSingle words={RESULTS} />}
      button={<NewRow of={LabResult} label={t('results.new')} fields={RESULT_FIELDS} words={RESULTS} initial={{ status: 'final', visibility: 'shared', reportedAt: now() }} given={{ ...of(profile.objectId), orderedBy: user, ...provider }} />} />
  );
}

const Plan = ({ row }: { row: Row<TreatmentPlan> }) => <RecordCard row={row} title={row.summary} facts={PLAN_FACTS} />;

function PatientPlans({ profile }: { profile: PatientRow }) {
  const { user, ...provider } = useAuthor();
  return (
    <Collection of={TreatmentPlan} title={t('plans')} where={of(profile.objectId)} empty={t('plans.none')} card={(row) => <Plan row={row} />}
      button={<NewRow of={TreatmentPlan} label={t('plans.new')} fields={PLAN_FIELDS} given={{ ...of(profile.objectId), createdBy: user, status: 'draft', ...provider }} />} />
  );
}

/** What a patient comes for: what is new, and what waits for an answer. */
function Overview() {
  const { profileId } = useSession();
  const profile = useProfile(PatientProfile);
  const plans = useRows(TreatmentPlan, { where: of(profileId), order: '-createdAt' });
  const open = (plans.rows ?? []).filter(({ isAcknowledged }) => !isAcknowledged);
  return (
    <div class="stack wide-gap">
      <h2>{t('overview.hello', { name: profile?.displayName })}</h2>
      {open.length > 0 && <section class="stack" aria-label={t('plans.open')}><h3>{t('plans.open')}</h3>{open.map((row) => <RecordCard key={row.objectId} row={row} title={row.summary} facts={PLAN_FACTS} isQuiet />)}</section>}
      <div class="stack"><MyResults profileId={profileId} limit={4} /><p><a href={linkTo('results')}>{t('results.all')}</a></p></div>
    </div>
  );
}

export default {
  texts,
  useViews: () => careViews({ PatientProfile, ProviderProfile, CareAssignment, Message, Appointment, EmergencyAccess, Notification, RoleRequest }, {
    patient: [
      ['overview', t('overview'), () => <Overview />],
      ['results', t('results'), (who) => <MyResults profileId={who.profileId} />],
      ['plans', t('plans'), (who) => <Collection of={TreatmentPlan} title={t('plans')} where={of(who.profileId)} empty={t('plans.none')} card={(row) => <Plan row={row} />} />],
      ['appointments', t('appointments'), () => <MyAppointments />],
    ],
    provider: [['agenda', t('appointments'), () => <Agenda />]],
    sections: [
      ['results', t('results'), (profile) => <PatientResults profile={profile} />],
      ['plans', t('plans'), (profile) => <PatientPlans profile={profile} />],
      ['appointments', t('appointments'), (profile) => <PatientAppointments profile={profile} />],
    ],
  }),
};
