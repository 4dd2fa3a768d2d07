// What the templates of care have in common: patients and their providers, each with views of their own, who write to
// each other; and those who are neither yet.
import type { ComponentChildren } from 'preact';
import { may } from '../model.js';
import type { FieldOf } from '../row_types.ts';
import { pointer, useOptional, userPointer } from '../rows.ts';
import { useSession } from '../session.jsx';
import { t } from '../values.js';
import { EmergencyAccess, type Fit, PatientProfile, type PatientRow, ProviderProfile, type RowOf } from './asked.ts';
import { Welcome } from './entry.tsx';
import { Collection, RecordCard } from './record.tsx';
import { Patients } from './patients.tsx';
import { useCareTeam, usePatients } from './people.ts';
import { Messages, useUnreadMessages } from './thread.tsx';

function PatientMessages({ route }: { route: string[] }) {
  const { people, isLoading } = useCareTeam();
  return <Messages people={people} isLoading={isLoading} chosen={route[0]} />;
}

function ProviderMessages({ route }: { route: string[] }) {
  const { people, isLoading } = usePatients();
  return <Messages people={people} isLoading={isLoading} chosen={route[0]} />;
}

const PATIENT_FACTS: FieldOf<PatientRow>[] = ['medicalRecordNumber', 'dateOfBirth', 'primaryClinic', 'contact'];
const patientCard = (row: PatientRow, more: string[]) => <RecordCard row={row} title={row.displayName} facts={[...PATIENT_FACTS, ...(more as typeof PATIENT_FACTS)]} />;

/** A patient's own profile, and who opened the record in an emergency. */
function MyRecord({ more }: { more: string[] }) {
  const { profileId } = useSession();
  const Emergency = useOptional(EmergencyAccess);
  return (
    <div class="stack wide-gap">
      <Collection of={PatientProfile} where={{ objectId: profileId }} title={t('my-details')} card={(row) => patientCard(row, more)} />
      {Emergency && <Collection of={Emergency} title={t('emergencies')} where={{ patient: pointer(PatientProfile, profileId) }} empty={t('emergencies.none')} card={(row) => <RecordCard row={row} title={t('emergency')} facts={['reason', 'expiresAt', 'endedAt']} isQuiet />} />}
    </div>
  );
}

const Details = ({ profile, more }: { profile: PatientRow; more: string[] }) => <Collection of={PatientProfile} where={{ objectId: profile.objectId }} title={t('class.PatientProfile')} card={(row) => patientCard(row, more)} />;

function MyProviderProfile() {
  const { userId, model } = useSession();
  return <Collection of={ProviderProfile} title={t('my-details')} where={{ user: userPointer(userId) }} card={(row) => <RecordCard row={row} title={row.specialty ?? model.title} facts={['clinic', 'contact']} />} />;
}

/** Who is signed in, as far as a part asks. */
export interface Reader {
  userId: string;
  profileId: string;
}

type View = [key: string, title: string, render: (who: Reader, route: string[]) => ComponentChildren];
type Section = [key: string, title: string, render: (profile: PatientRow) => ComponentChildren];

const view = ([key, title, render]: View, who: Reader) => ({ key, title, render: (route: string[]) => render(who, route) });

/** The classes of a template of care. */
type CareClasses = Record<'PatientProfile' | 'CareAssignment' | 'Message' | 'Appointment' | 'EmergencyAccess' | 'Notification' | 'RoleRequest', unknown>;

/**
 * The views of who is signed in. _classes: the template's own, which have what the shared pieces ask of them; patient and provider: [key, title, render(who, route)]; sections of a patient's record:
 * [key, title, render(profile)]; more: what a patient's details have besides. To be called as a hook.
 */
export function careViews<Classes extends CareClasses>(_classes: Classes & Fit<Classes>, { patient, provider, sections, more = [] }: { patient: View[]; provider: View[]; sections: Section[]; more?: FieldOf<RowOf<Classes['PatientProfile']>>[] }) {
  const who = useSession();
  const unread = useUnreadMessages();
  const messages = { key: 'messages', title: t('messages'), count: unread };
  if (who.roleNames.includes('provider')) {
    return [
      { key: 'patients', title: t('patients'), render: (route: string[]) => <Patients route={route} sections={([...sections, ['details', t('class.PatientProfile'), (profile) => <Details profile={profile} more={more} />]] as Section[]).map(([key, title, render]) => ({ key, title, render }))} /> },
      ...provider.map((one) => view(one, who)),
      { ...messages, render: (route: string[]) => <ProviderMessages route={route} /> },
      ...(who.model.has('ProviderProfile') ? [{ key: 'me', title: t('my-details'), render: () => <MyProviderProfile /> }] : []),
    ];
  }
  if (who.profiles.PatientProfile) {
    return [...patient.map((one) => view(one, who)), { ...messages, render: (route: string[]) => <PatientMessages route={route} /> }, { key: 'me', title: t('my-details'), render: () => <MyRecord more={more} /> }];
  }
  return [{ key: 'welcome', title: t('welcome.title'), render: () => <Welcome profileClass={may(who.model, { ...who, roles: who.roles.map(() => true) }, 'PatientProfile', 'create') ? 'PatientProfile' : undefined} /> }];
}
