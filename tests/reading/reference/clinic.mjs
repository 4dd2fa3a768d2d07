// What the three prompts about clinics promise alike, written by hand from them: people, who is assigned to whom, messages,
// and what is published. Each prompt's own file says the rest; tests/templates/reference/world.mjs judges by them.
import { CONTENT, EVERYTHING, someTime } from '../../templates/reference/world.mjs';

/** Without what is not set. */
export const some = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

export function clinic(world) {
  const { random } = world();
  const user = () => random.pick(world().users).id;
  const patient = () => world().pick('PatientProfile').id;
  const own = (who, row) => world().row('PatientProfile', row.patient)?.user === who.id;
  const isProvider = (who) => who.roles.has('provider');
  const isAdmin = (who) => who.roles.has('admin');
  const caresFor = (who, row) => isProvider(who) && world().assigned(who, row.patient);
  let count = 0;

  /** "Support sign-up for patients": each makes and sees the profile that says who it is; "Providers: their assigned patients". */
  const patientProfile = (make) => ({
    pointers: { user: '_User' },
    make: () => ({ user: user(), fullName: 'P', ...make(++count) }),
    read: (who, row) => row.user === who.id || (isProvider(who) && world().assigned(who, row.id)),
    create: (who, row) => row.user === who.id,
  });

  /** A provider makes and sees the profile, once the role is given. */
  const providerProfile = {
    pointers: { user: '_User' },
    make: () => ({ user: user(), specialty: 's' }),
    read: (who, row) => isProvider(who) && row.user === who.id,
    create: (who, row) => isProvider(who) && row.user === who.id,
  };

  /** Who is assigned is the admins' to say: else everybody could assign himself. */
  const careAssignment = {
    pointers: { patient: 'PatientProfile', provider: '_User' }, dates: ['startsAt', 'endsAt'],
    make: () => some({ patient: patient(), provider: user(), startsAt: someTime(random), endsAt: someTime(random) }),
    read: isAdmin, create: isAdmin, update: (who) => (isAdmin(who) ? EVERYTHING : undefined), delete: isAdmin,
  };

  /** Sent by one, seen by two, changed by nobody. */
  const message = (make = () => ({})) => ({
    pointers: { sender: '_User', recipient: '_User' },
    make: () => ({ sender: user(), recipient: user(), body: 'b', ...make() }),
    read: (who, row) => row.sender === who.id || row.recipient === who.id,
    create: (who, row) => row.sender === who.id,
    tells: { created: (row) => [row.recipient] },
  });

  const isPublished = (row) => row.publicationStatus === 'published';
  /** Written and published by the patient's providers; the patient sees what is published, and is told. */
  const published = (make, more) => ({
    pointers: { patient: 'PatientProfile' }, guarding: ['patient'],
    reserved: ['publishedAt', 'publishedBy'], states: ['publicationStatus'],
    make: () => some({ patient: patient(), ...make(), publicationStatus: random.pick([undefined, 'draft', 'draft', 'published']) }),
    changes: () => random.pick([{ publicationStatus: 'published' }, { publicationStatus: 'draft' }, { patient: patient() }, make()]),
    lifecycles: { publicationStatus: { initial: 'draft', steps: [['draft', 'published']], by: isProvider } },
    read: (who, row) => caresFor(who, row) || (own(who, row) && isPublished(row)),
    create: caresFor, update: (who, row) => (caresFor(who, row) ? CONTENT : undefined),
    tells: { published: (row) => [world().row('PatientProfile', row.patient).user] },
    ...more,
  });

  const provider = () => world().pick('ProviderProfile').id;
  return { random, user, patient, provider, own, caresFor, patientProfile, providerProfile, careAssignment, message, published };
}
