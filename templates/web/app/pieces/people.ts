// Whom somebody has to do with: a patient's care team, a provider's patients. Users do not see each other's accounts, so
// a patient is called by the profile, and a provider by what the provider profile says.
import { useEffect } from 'preact/hooks';
import type { DateValue } from '../row_types.ts';
import { pointer, useOptional, useRows, userPointer } from '../rows.ts';
import { useSession } from '../session.jsx';
import { listText, t } from '../values.js';
import { CareAssignment, PatientProfile, ProviderProfile, type PatientRow, type ProviderRow } from './asked.ts';
import { useEnd } from './ending.jsx';

export interface Person {
  userId: string;
  name: string;
  profile?: PatientRow | ProviderRow;
}

const isNow = ({ startsAt, endsAt }: { startsAt?: DateValue; endsAt?: DateValue }) => (!startsAt || Date.parse(startsAt.iso) <= Date.now()) && (!endsAt || Date.parse(endsAt.iso) > Date.now());

/** "Internal medicine, Fairhaven Clinic" */
export const providerName = (profile?: Partial<Pick<ProviderRow, 'specialty' | 'clinic'>>) => listText([profile?.specialty, profile?.clinic]);

/** { people: [{ userId, name, profile }] } of a patient's care team, by the assignments that hold now. */
export function useCareTeam() {
  const { profileId } = useSession();
  const assignments = useRows(profileId ? CareAssignment : null, { where: { patient: pointer(PatientProfile, profileId ?? '') } });
  const profiles = useRows(useOptional(ProviderProfile));
  const ids = [...new Set((assignments.rows ?? []).filter(isNow).map(({ provider }) => provider.objectId))];
  const people = ids.map((userId, i): Person => {
    const profile = profiles.rows?.find(({ user }) => user.objectId === userId);
    return { userId, profile, name: providerName(profile) || (ids.length > 1 ? t('care-team.n', { n: i + 1 }) : t('care-team')) };
  });
  return { people, isLoading: !assignments.rows || !profiles.rows, error: assignments.error };
}

/** The earliest end that is still to come, as a Date of the protocol; undefined: none. */
const nextEnd = (assignments: { endsAt?: DateValue }[]) => assignments.map(({ endsAt }) => endsAt).filter((end): end is DateValue => end !== undefined && Date.parse(end.iso) > Date.now()).sort((a, b) => a.iso.localeCompare(b.iso))[0];

/**
 * { people: [{ userId, name, profile }] } of a provider: the patients who may be found. Who is assigned is followed, too:
 * that an assignment ended is no change of the patient's profile.
 */
export function usePatients() {
  const { userId } = useSession();
  const { rows, error, reload } = useRows(PatientProfile, { order: 'displayName', limit: 500 });
  const assignments = useRows(CareAssignment, { where: { provider: userPointer(userId) } });
  const state = JSON.stringify((assignments.rows ?? []).map(({ objectId, endsAt, startsAt }) => [objectId, startsAt, endsAt]));
  const isOver = useEnd(nextEnd(assignments.rows ?? []));
  useEffect(() => {
    if (assignments.rows) reload();
  }, [state, isOver]);
  return { people: (rows ?? []).map((profile) => ({ userId: profile.user.objectId, name: profile.displayName, profile })), isLoading: !rows, error, reload };
}

export { userPointer };
