// Who may do what in the templates with patients and assigned providers, as their specs say it: written by
// hand from the sentences.
import { CONTENT, EVERYTHING, FUTURE, PAST } from './world.mjs';

/** What the three have in common: people, their profiles and assignments, messages and the audit log. */
function clinic(world) {
  const { random } = world();
  const user = () => random.pick(world().users).id;
  const patient = () => world().pick('PatientProfile').id;
  const when = () => random.pick([undefined, PAST, FUTURE]);
  const some = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  let count = 0;

  const own = (who, row) => world().row('PatientProfile', row.patient)?.user === who.id;
  const isProvider = (who) => who.roles.has('provider');
  const caresFor = (who, row) => isProvider(who) && world().assigned(who, row.patient);
  const isAdmin = (who) => who.roles.has('admin');
  const content = (may) => (who, row) => (may(who, row) ? CONTENT : undefined);
  const ofPatient = (who, row) => own(who, row) || caresFor(who, row);
  const profileOf = (who, row) => row.user === who.id || (isProvider(who) && world().assigned(who, row.id));
  const toPatient = { patient: 'PatientProfile' };
  const toBoth = { ...toPatient, provider: 'ProviderProfile' };
  const guarding = ['patient'];

  /** Made and changed by the patient's providers, read by both. */
  const byProvider = (make, more) => ({ pointers: toPatient, guarding, make, read: ofPatient, create: caresFor, update: content(caresFor), ...more });
  /** Made and changed by the patient, read by both. */
  const byPatient = (make, more) => ({ pointers: toPatient, guarding, make, read: ofPatient, create: own, update: content(own), ...more });

  const steps = [['sent', 'delivered'], ['delivered', 'read']];
  const classes = {
    PatientProfile: {
      pointers: { user: '_User' },
      make: () => ({ user: user(), medicalRecordNumber: `MRN-${++count}`, displayName: 'P', isActive: true }),
      read: profileOf, create: (who, row) => row.user === who.id, update: content(profileOf),
    },
    CareAssignment: {
      pointers: { patient: 'PatientProfile', provider: '_User' }, dates: ['startsAt', 'endsAt'],
      make: () => some({ patient: patient(), provider: user(), startsAt: when(), endsAt: when() }),
      read: (who, row) => isAdmin(who) || row.provider === who.id || own(who, row),
      create: isAdmin, update: (who) => (isAdmin(who) ? EVERYTHING : undefined), delete: isAdmin,
    },
    Message: {
      pointers: { from: '_User', to: '_User' },
      make: () => some({ from: user(), to: user(), conversationId: 'c', body: 'b', status: random.pick([undefined, 'sent', 'sent', 'read']) }),
      changes: () => random.pick([{ status: random.pick(['sent', 'delivered', 'read']) }, { isRead: true }, { body: 'changed' }, { to: user() }, { status: 'delivered', isRead: true }]),
      read: (who, row) => row.from === who.id || row.to === who.id,
      create: (who, row) => row.from === who.id,
      update: (who, row) => (row.to === who.id ? ['status', 'isRead'] : undefined),
      lifecycles: { status: { initial: 'sent', steps, by: (who, row) => row.to === who.id } },
    },
  };
  const ProviderProfile = {
    pointers: { user: '_User' }, make: () => ({ user: user(), specialty: 's' }), read: () => true,
    create: (who, row) => isProvider(who) && row.user === who.id, update: content((who, row) => isProvider(who) && row.user === who.id),
  };
  const provider = () => world().pick('ProviderProfile').id;
  return { random, some, user, patient, provider, own, isProvider, caresFor, content, ofPatient, toPatient, toBoth, guarding, byProvider, byPatient, classes, ProviderProfile };
}

const roles = ['provider', 'admin'];

export function trial(world) {
  const { patient, byProvider, byPatient, classes } = clinic(world);
  return {
    roles,
    classes: {
      ...classes,
      MedicationOrder: byProvider(() => ({ patient: patient(), drug: 'D', dosage: '1', frequency: 'daily' })),
      MedicationDistribution: byProvider(() => ({ patient: patient(), medicationName: 'M', distributionDate: PAST, status: 'planned' }), { dates: ['distributionDate'] }),
      ProtocolAdherence: byPatient(() => ({ patient: patient(), protocolId: 'P-1', adherenceStatus: 'ok' }), { signed: true }),
    },
  };
}

export function portal(world) {
  const { random, some, user, patient, provider, own, isProvider, caresFor, content, ofPatient, toBoth, guarding, classes, ProviderProfile } = clinic(world);
  const plans = ['draft', 'active', 'completed'];
  const visits = ['scheduled', 'cancelled', 'completed'];
  return {
    roles,
    classes: {
      ...classes,
      ProviderProfile,
      LabResult: {
        pointers: toBoth, guarding, dates: ['publishedAt'],
        make: () => some({ patient: patient(), provider: provider(), publishedAt: PAST, visibility: random.pick([undefined, 'patient-only', 'provider-only', 'shared']) }),
        read: (who, row) => (own(who, row) && row.visibility !== 'provider-only') || (caresFor(who, row) && row.visibility !== 'patient-only'),
        create: (who, row) => caresFor(who, row) && row.visibility !== 'patient-only',
        update: content((who, row) => caresFor(who, row) && row.visibility !== 'patient-only'),
      },
      TreatmentPlan: {
        pointers: toBoth, guarding, dates: ['startDate'],
        make: () => some({ patient: patient(), provider: provider(), summary: random.pick([undefined, 's']), startDate: random.pick([undefined, PAST]), status: random.pick([undefined, 'draft', 'draft', 'active']) }),
        changes: () => random.pick([{ status: random.pick(plans) }, { status: 'active' }, { summary: 't' }, { startDate: PAST }, { patient: patient() }]),
        read: (who, row) => (own(who, row) && row.status !== 'draft') || caresFor(who, row),
        create: caresFor, update: content(caresFor),
        lifecycles: { status: { initial: 'draft', steps: [['draft', 'active'], ['active', 'completed']], by: isProvider } },
        requires: { active: ['startDate', 'summary'] },
      },
      Appointment: {
        pointers: { patient: 'PatientProfile', provider: '_User' }, guarding: ['patient', 'provider'], dates: ['startAt'],
        make: () => some({ patient: patient(), provider: user(), startAt: FUTURE, status: random.pick([undefined, ...visits]) }),
        changes: () => random.pick([{ status: random.pick(visits) }, { location: 'l' }, { provider: user() }, { status: 'cancelled' }]),
        read: (who, row) => ofPatient(who, row) || row.provider === who.id,
        create: own,
        update: (who, row) => (row.provider === who.id ? CONTENT : own(who, row) ? ['status'] : undefined),
        lifecycles: {
          status: {
            initial: 'scheduled', steps: [['scheduled', 'cancelled'], ['scheduled', 'completed']],
            by: (who, row, to) => row.provider === who.id || (to === 'cancelled' && own(who, row)),
          },
        },
      },
    },
  };
}

export function behavioral(world) {
  const { random, some, user, patient, provider, isProvider, toPatient, toBoth, byProvider, classes, ProviderProfile } = clinic(world);
  const states = ['pending', 'completed'];
  return {
    roles,
    classes: {
      ...classes,
      ProviderProfile,
      Assessment: byProvider(() => some({ patient: patient(), provider: provider(), status: random.pick([undefined, ...states]) }), {
        pointers: toBoth,
        changes: () => random.pick([{ status: random.pick(states) }, { recommendations: 'r' }, { patient: patient() }]),
        lifecycles: { status: { initial: 'pending', steps: [['pending', 'completed']], by: isProvider } },
      }),
      IntakeAssessment: byProvider(() => ({ patient: patient(), assessor: user(), assessmentDate: PAST }), { pointers: { ...toPatient, assessor: '_User' }, dates: ['assessmentDate'] }),
      CrisisLog: byProvider(() => ({ patient: patient(), incident: 'i' })),
      CrisisInterventionLog: byProvider(() => ({ patient: patient(), details: 'd', interventionDate: PAST }), { dates: ['interventionDate'] }),
    },
  };
}
