// What the templates of care have in common: patients and their providers, each with views of their own, who write to
// each other; and those who are neither yet.
import { may } from '../model.js';
import { useSession } from '../session.jsx';
import { t } from '../values.js';
import { Welcome } from './entry.jsx';
import { Collection, RecordCard } from './record.jsx';
import { Patients } from './patients.jsx';
import { useCareTeam, usePatients } from './people.js';
import { Messages, useUnreadMessages } from './thread.jsx';

function PatientMessages({ route }) {
  const { people, isLoading } = useCareTeam();
  return <Messages people={people} isLoading={isLoading} chosen={route[0]} />;
}

function ProviderMessages({ route }) {
  const { people, isLoading } = usePatients();
  return <Messages people={people} isLoading={isLoading} chosen={route[0]} />;
}

/** A patient's own profile, and who opened the record in an emergency. */
function MyRecord() {
  const { model, profileId } = useSession();
  return (
    <div class="stack wide-gap">
      <Collection className="PatientProfile" where={{ objectId: profileId }} title={t('my-details')} card={(row) => <RecordCard row={row} title={row.displayName} facts={PATIENT_FACTS} />} />
      {model.has('EmergencyAccess') && <Collection className="EmergencyAccess" title={t('emergencies')} where={{ patient: { __type: 'Pointer', className: 'PatientProfile', objectId: profileId } }} empty={t('emergencies.none')} card={(row) => <RecordCard row={row} title={t('emergency')} facts={['reason', 'expiresAt', 'endedAt']} isQuiet />} />}
    </div>
  );
}

const PATIENT_FACTS = ['medicalRecordNumber', 'dateOfBirth', 'primaryClinic', 'contact', 'patientHistory'];

const Details = ({ profile }) => <Collection className="PatientProfile" where={{ objectId: profile.objectId }} title={t('class.PatientProfile')} card={(row) => <RecordCard row={row} title={row.displayName} facts={PATIENT_FACTS} />} />;

function ProviderProfile() {
  const { userId, model } = useSession();
  return <Collection className="ProviderProfile" title={t('my-details')} where={{ user: { __type: 'Pointer', className: '_User', objectId: userId } }} card={(row) => <RecordCard row={row} title={row.specialty ?? model.title} facts={['clinic', 'contact']} />} />;
}

const view = ([key, title, render], who) => ({ key, title, render: (route) => render(who, route) });

/**
 * The views of who is signed in. patient and provider: [key, title, render(who, route)]; sections of a patient's record:
 * [key, title, render(profile)]. To be called as a hook.
 */
export function careViews({ patient, provider, sections }) {
  const who = useSession();
  const unread = useUnreadMessages();
  const messages = { key: 'messages', title: t('messages'), count: unread };
  if (who.roleNames.includes('provider')) {
    return [
      { key: 'patients', title: t('patients'), render: (route) => <Patients route={route} sections={[...sections, ['details', t('class.PatientProfile'), (profile) => <Details profile={profile} />]].map(([key, title, render]) => ({ key, title, render }))} /> },
      ...provider.map((one) => view(one, who)),
      { ...messages, render: (route) => <ProviderMessages route={route} /> },
      ...(who.model.has('ProviderProfile') ? [{ key: 'me', title: t('my-details'), render: () => <ProviderProfile /> }] : []),
    ];
  }
  if (who.profiles.PatientProfile) {
    return [...patient.map((one) => view(one, who)), { ...messages, render: (route) => <PatientMessages route={route} /> }, { key: 'me', title: t('my-details'), render: () => <MyRecord /> }];
  }
  return [{ key: 'welcome', title: t('welcome.title'), render: () => <Welcome profileClass={may(who.model, { ...who, roles: who.roles.map(() => true) }, 'PatientProfile', 'create') ? 'PatientProfile' : undefined} /> }];
}
