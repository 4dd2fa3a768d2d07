// Whom somebody has to do with: a patient's care team, a provider's patients. Users do not see each other's accounts, so
// a patient is called by the profile, and a provider by what the provider profile says.
import { pointer, useRows, userPointer } from '../rows.js';
import { useSession } from '../session.jsx';
import { t } from '../values.js';

const isNow = ({ startsAt, endsAt }) => (!startsAt || Date.parse(startsAt.iso) <= Date.now()) && (!endsAt || Date.parse(endsAt.iso) > Date.now());

/** "Internal medicine, Fairhaven Clinic" */
export const providerName = (profile) => [profile?.specialty, profile?.clinic].filter(Boolean).join(', ');

/** { people: [{ userId, name, profile }] } of a patient's care team, by the assignments that hold now. */
export function useCareTeam() {
  const { model, profileId } = useSession();
  const assignments = useRows(profileId ? 'CareAssignment' : null, { where: { patient: pointer('PatientProfile', profileId ?? '') } });
  const profiles = useRows(model.has('ProviderProfile') ? 'ProviderProfile' : null);
  const ids = [...new Set((assignments.rows ?? []).filter(isNow).map(({ provider }) => provider.objectId))];
  const people = ids.map((userId, i) => {
    const profile = profiles.rows?.find(({ user }) => user.objectId === userId);
    return { userId, profile, name: providerName(profile) || (ids.length > 1 ? t('care-team.n', { n: i + 1 }) : t('care-team')) };
  });
  return { people, isLoading: !assignments.rows || !profiles.rows, error: assignments.error };
}

/** { people: [{ userId, name, profile }] } of a provider: the patients who may be found. */
export function usePatients() {
  const { rows, error, reload } = useRows('PatientProfile', { order: 'displayName', limit: 500 });
  return { people: (rows ?? []).map((profile) => ({ userId: profile.user.objectId, name: profile.displayName, profile })), isLoading: !rows, error, reload };
}

export { userPointer };
