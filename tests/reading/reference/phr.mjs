// What the personal health record's prompt promises about who sees and changes what. HealthDocument, which needs a file,
// is tried with the files of the templates.
import { EVERYTHING, PAST, someTime } from '../../templates/reference/world.mjs';
import { some } from './clinic.mjs';

export function phr(world) {
  const { random } = world();
  const user = () => random.pick(world().users).id;
  const provider = () => world().pick('Provider').id;
  const isAdmin = (who) => who.roles.has('admin');
  const words = ['allergies', 'immunizations', 'medications', 'labs'];

  /** "Only the owner and consented providers", as far as the consent goes and until it ends. */
  const consentedTo = (who, row, word) => world().all('Consent').some((consent) => consent.owner === row.owner
    && world().row('Provider', consent.Provider)?.user === who.id && consent.scope?.includes(word)
    && (consent.expiresAt === undefined || consent.expiresAt > Date.now()));
  const records = (word, make, more) => ({
    pointers: { owner: '_User' },
    make: () => ({ owner: user(), ...make() }),
    read: (who, row) => row.owner === who.id, shared: (who, row) => consentedTo(who, row, word),
    create: (who, row) => row.owner === who.id,
    ...more,
  });
  return {
    roles: ['provider', 'admin'],
    classes: {
      // Who a provider is must not be for anybody to say. The prompt's own class has no user: admins set it afterwards.
      Provider: {
        pointers: { user: '_User' }, guarding: [], reserved: ['user'], make: () => some({ user: random.pick([undefined, user(), user()]), name: 'n' }),
        changes: () => random.pick([{ user: user() }, { name: 'm' }]),
        read: isAdmin, create: isAdmin, update: (who) => (isAdmin(who) ? [EVERYTHING, 'user'] : undefined), delete: isAdmin,
      },
      Consent: {
        pointers: { owner: '_User', Provider: 'Provider' }, dates: ['expiresAt'],
        make: () => some({ owner: user(), Provider: provider(), scope: words.filter(() => random.below(3) === 0), expiresAt: someTime(random) }),
        read: () => false, create: (who, row) => row.owner === who.id,
      },
      Allergy: records('allergies', () => ({ substance: 's', severity: '輕度' })),
      Immunization: records('immunizations', () => some({ vaccineName: 'v', administeredAt: PAST, Provider: random.pick([undefined, provider()]) }), {
        pointers: { owner: '_User', Provider: 'Provider' }, dates: ['administeredAt'],
      }),
      Medication: records('medications', () => ({ name: 'n' })),
      LabResult: records('labs', () => ({ testName: 't', value: '1', date: PAST }), { dates: ['date'] }),
    },
  };
}
