// Who may do what with personal health records, as the spec says it: written by hand from the sentences.
import { CONTENT, EVERYTHING, PAST, someTime } from './world.mjs';

export function phr(world) {
  const { random } = world();
  const user = () => random.pick(world().users).id;
  const profile = () => world().pick('Profile').id;
  const some = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const userOf = (id) => world().row('Profile', id)?.user;
  const isAdmin = (who) => who.roles.has('admin');
  const words = ['documents', 'allergies', 'immunizations', 'labs', 'profile', 'medications'];
  const scope = (all) => all.filter(() => random.below(3) === 0);
  const lasts = (row) => row.expiresAt === undefined || row.expiresAt > Date.now();

  /** The users whose rows these are, by owner and by profile. */
  const owners = (row) => [row.owner, row.profile && userOf(row.profile)].filter(Boolean);
  const own = (who, row) => owners(row).includes(who.id);
  const sharedWith = (who, row, word, level) => world().all('SharedAccess').some((grant) => grant.grantee === who.id
    && grant.profile === row.profile && lasts(grant) && grant.scope.includes(word) && (!level || grant.accessLevel === level));
  const consentedTo = (who, row, word) => world().all('Consent').some((grant) => owners(row).includes(grant.owner)
    && world().row('Provider', grant.provider)?.user === who.id && lasts(grant) && grant.scope.includes(word));

  /** A class of records, covered by a word of the grants' scopes; without one, by none. */
  const records = (word, make, more) => ({
    make,
    read: own, shared: (who, row) => sharedWith(who, row, word) || consentedTo(who, row, word),
    create: own,
    invalid: (row) => new Set(owners(row)).size > 1,
    update: (who, row) => (own(who, row) ? CONTENT : undefined),
    updateShared: (who, row) => (sharedWith(who, row, word, 'write') ? CONTENT : undefined),
    delete: own,
    ...more,
  });
  const ofProfile = { profile: 'Profile' };
  const ofOwner = { owner: '_User' };
  return {
    roles: ['admin'],
    classes: {
      Profile: {
        pointers: { user: '_User' }, make: () => ({ user: user(), fullName: 'P' }),
        read: (who, row) => row.user === who.id, shared: (who, row) => sharedWith(who, { profile: row.id }, 'profile'),
        create: (who, row) => row.user === who.id, delete: (who, row) => row.user === who.id,
        update: (who, row) => (row.user === who.id ? CONTENT : undefined),
        updateShared: (who, row) => (sharedWith(who, { profile: row.id }, 'profile', 'write') ? CONTENT : undefined),
      },
      Provider: {
        pointers: ofOwnUser, guarding: [], make: () => ({ user: user(), name: 'n' }),
        read: () => false, shared: () => true, create: isAdmin, update: (who) => (isAdmin(who) ? EVERYTHING : undefined), delete: isAdmin,
      },
      SharedAccess: {
        pointers: { profile: 'Profile', grantee: '_User', createdBy: '_User' }, guarding: ['profile', 'grantee'], dates: ['expiresAt'],
        make: () => some({
          profile: profile(), grantee: user(), createdBy: user(), accessLevel: random.pick(['read', 'write']), scope: scope(words),
          expiresAt: someTime(random),
        }),
        read: (who, row) => userOf(row.profile) === who.id || row.grantee === who.id,
        create: (who, row) => userOf(row.profile) === who.id, delete: (who, row) => userOf(row.profile) === who.id,
        update: (who, row) => (userOf(row.profile) === who.id ? CONTENT : undefined),
        tells: { created: (row) => [row.grantee] },
      },
      Consent: {
        pointers: { owner: '_User', provider: 'Provider' }, dates: ['expiresAt'],
        make: () => some({ owner: user(), provider: world().pick('Provider').id, scope: scope(words.filter((word) => word !== 'profile')), expiresAt: someTime(random) }),
        read: (who, row) => row.owner === who.id || world().row('Provider', row.provider)?.user === who.id,
        create: (who, row) => row.owner === who.id, delete: (who, row) => row.owner === who.id,
        update: (who, row) => (row.owner === who.id ? CONTENT : undefined),
      },
      Allergy: records('allergies', () => some({ owner: random.pick([undefined, user()]), profile: random.pick([undefined, profile()]), substance: 's', severity: 'mild' }), {
        pointers: { owner: '_User', profile: 'Profile' },
      }),
      Vaccination: records('immunizations', () => ({ profile: profile(), vaccineName: 'v', dateAdministered: PAST }), { pointers: ofProfile, dates: ['dateAdministered'] }),
      LabResult: records('labs', () => ({ owner: user(), testName: 't', date: PAST }), { pointers: ofOwner, dates: ['date'] }),
      Medication: records('medications', () => ({ owner: user(), name: 'n' }), { pointers: ofOwner }),
      EmergencyContact: records(undefined, () => ({ profile: profile(), name: 'n', relationship: 'r', phone: '1' }), { pointers: ofProfile }),
    },
  };
}

const ofOwnUser = { user: '_User' };
