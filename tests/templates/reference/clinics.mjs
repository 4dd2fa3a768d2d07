// Who may do what in the templates with patients and assigned providers, as their specs say it: written by
// hand from the sentences.
import { CONTENT, EVERYTHING, FUTURE, PAST, someTime } from './world.mjs';

/** What the three have in common: people, their profiles and assignments, messages and the audit log. */
function clinic(world) {
  const { random } = world();
  const user = () => random.pick(world().users).id;
  const patient = () => world().pick('PatientProfile').id;
  const when = () => someTime(random);
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

  /** When a provider publishes one, the patient is told. */
  const tellsPatient = { tells: { published: (row) => [world().row('PatientProfile', row.patient).user] } };

  /** A class of which the patient sees what has been published. */
  const published = (rules, by = isProvider) => ({
    ...rules,
    reserved: ['publishedAt', 'publishedBy', ...(rules.reserved ?? [])],
    states: ['publicationStatus', ...(rules.states ?? [])],
    make: () => some({ ...rules.make(), publicationStatus: random.pick([undefined, 'draft', 'draft', 'published']) }),
    changes: () => (random.below(2) ? { publicationStatus: random.pick(['draft', 'published', 'published']) } : pickOne(rules)),
    lifecycles: { ...rules.lifecycles, publicationStatus: { initial: 'draft', steps: [['draft', 'published']], by } },
    read: (who, row) => (row.publicationStatus === 'published' ? rules.read(who, row) : (rules.readDraft ?? caresFor)(who, row)),
  });
  /** A class whose published rows their patient acknowledges. */
  const acknowledged = (rules, isPublished) => ({
    ...rules,
    reserved: ['isAcknowledged', 'acknowledgedAt', ...(rules.reserved ?? [])],
    defaults: { isAcknowledged: false },
    states: ['isAcknowledged', ...(rules.states ?? [])],
    make: () => some({ ...rules.make(), isAcknowledged: random.pick([undefined, undefined, undefined, false, true]) }),
    changes: () => random.pick([{ isAcknowledged: true }, { isAcknowledged: false }, pickOne(rules), pickOne(rules), pickOne(rules)]),
    update: (who, row) => {
      const lists = [rules.update(who, row), own(who, row) && isPublished(row) ? ['isAcknowledged'] : undefined].flat().filter(Boolean);
      return lists.length ? lists : undefined;
    },
    keeps: (row, change) => row.isAcknowledged && change.isAcknowledged === false,
    follow: (row, change, old) => {
      const changesMore = Object.keys(change).some((name) => name !== 'isAcknowledged');
      if (old.id && changesMore) row.isAcknowledged = false;
    },
  });
  const pickOne = (rules) => {
    if (rules.changes) return rules.changes();
    const made = rules.make();
    const name = random.pick(Object.keys(made));
    return { [name]: made[name] };
  };

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
      make: () => some({ from: user(), to: user(), conversationId: 'c', body: 'b', status: random.pick([undefined, 'sent', 'sent', 'read']), isRead: random.pick([undefined, undefined, false, true]) }),
      changes: () => random.pick([
        { status: random.pick(['sent', 'delivered', 'read']) }, { isRead: true }, { isRead: false }, { body: 'changed' }, { to: user() },
        { status: 'delivered', isRead: true }, { readAt: PAST },
      ]),
      dates: ['readAt', 'sentAt'], system: ['readAt', 'deliveredAt'], reserved: ['isRead'], defaults: { isRead: false }, states: ['status', 'isRead'],
      keeps: (row, change) => row.isRead && change.isRead === false && (change.status ?? row.status) === 'read',
      follow: (row, change, old) => {
        if (row.isRead && !old.isRead) row.status = 'read';
        if (row.status === 'read' && old.status !== 'read') row.isRead = true;
      },
      read: (who, row) => row.from === who.id || row.to === who.id,
      create: (who, row) => row.from === who.id,
      update: (who, row) => (row.to === who.id ? ['status', 'isRead'] : undefined),
      tells: { created: (row) => [row.to] },
      lifecycles: { status: { initial: 'sent', steps, by: (who, row) => row.to === who.id } },
    },
  };
  const ProviderProfile = {
    pointers: { user: '_User' }, make: () => ({ user: user(), specialty: 's' }), read: () => false, shared: () => true,
    create: (who, row) => isProvider(who) && row.user === who.id, update: content((who, row) => isProvider(who) && row.user === who.id),
  };
  const provider = () => world().pick('ProviderProfile').id;
  return { random, some, user, patient, provider, own, isProvider, caresFor, content, ofPatient, toPatient, toBoth, guarding, byProvider, byPatient, classes, ProviderProfile, published, acknowledged, tellsPatient };
}

const roles = ['provider', 'admin'];

export function trial(world) {
  const { random, patient, own, caresFor, byProvider, byPatient, published, acknowledged, tellsPatient, classes } = clinic(world);
  const commented = (rules) => ({
    ...rules,
    reserved: ['feedback'],
    signed: (row, change) => Object.keys(change).some((name) => name !== 'feedback'), // a correction
    changes: () => random.pick([{ feedback: 'good' }, { adherenceStatus: 'missed' }, { feedback: 'good', adherenceStatus: 'missed' }, { patient: patient() }]),
    update: (who, row) => {
      const lists = [own(who, row) && CONTENT, caresFor(who, row) && 'feedback'].filter(Boolean);
      return lists.length ? lists : undefined;
    },
  });
  const isPublished = (row) => row.publicationStatus === 'published';
  return {
    roles,
    classes: {
      ...classes,
      MedicationOrder: acknowledged(published(byProvider(() => ({ patient: patient(), drug: 'D', dosage: '1', frequency: 'daily' }), {
        ...tellsPatient,
        signed: (row, change) => row.publicationStatus === 'draft' && change.publicationStatus === 'published',
      })), isPublished),
      MedicationDistribution: published(byProvider(() => ({ patient: patient(), medicationName: 'M', distributionDate: PAST, status: 'planned' }), { dates: ['distributionDate'] })),
      ProtocolAdherence: commented(byPatient(() => ({ patient: patient(), protocolId: 'P-1', adherenceStatus: 'ok', ...(random.below(8) ? {} : { feedback: 'f' }) }))),
      AdherenceLog: {
        ...commented(byPatient(() => ({ patient: patient(), medication: world().pick('MedicationDistribution').id, adherenceStatus: 'ok', timestamp: PAST }))),
        pointers: { patient: 'PatientProfile', medication: 'MedicationDistribution' }, dates: ['timestamp'],
      },
    },
  };
}

export function portal(world) {
  const { random, some, user, patient, provider, own, isProvider, caresFor, content, ofPatient, toBoth, guarding, classes, ProviderProfile, published, acknowledged, tellsPatient } = clinic(world);
  const HOUR = 3600 * 1000;
  const slot = () => FUTURE + random.below(24) * HOUR;
  const anyProvider = () => random.pick(world().users.slice(0, 4)).id; // few, so that they are in demand
  /** Two visits of one provider, of which none is cancelled, share some time; one without an end is a moment. */
  const overlap = (a, b) => {
    const [endA, endB] = [a.endAt ?? a.startAt, b.endAt ?? b.startAt];
    return a.startAt === b.startAt || (a.startAt < endB && b.startAt < endA);
  };
  const clashes = (row) => {
    if (row.status === 'cancelled') return [];
    const others = world().all('Appointment').filter((other) => other.id !== row.id && other.provider === row.provider && other.status !== 'cancelled');
    return [...(row.endAt < row.startAt ? [142] : []), ...(others.some((other) => overlap(row, other)) ? [137] : [])];
  };
  const plans = ['draft', 'active', 'completed'];
  const visits = ['scheduled', 'cancelled', 'completed'];
  return {
    roles,
    classes: {
      ...classes,
      ProviderProfile,
      LabResult: published({
        ...tellsPatient,
        pointers: toBoth, guarding, dates: ['publishedAt', 'reportedAt'],
        make: () => some({ patient: patient(), provider: provider(), testName: 't', status: 'final', reportedAt: PAST, publishedAt: random.pick([undefined, undefined, undefined, PAST]), visibility: random.pick([undefined, 'patient-only', 'provider-only', 'shared']) }),
        read: (who, row) => (own(who, row) && row.visibility !== 'provider-only') || (caresFor(who, row) && row.visibility !== 'patient-only'),
        readDraft: (who, row) => caresFor(who, row) && row.visibility !== 'patient-only',
        create: (who, row) => caresFor(who, row) && row.visibility !== 'patient-only',
        update: content((who, row) => caresFor(who, row) && row.visibility !== 'patient-only'),
      }),
      TreatmentPlan: acknowledged({
        ...tellsPatient,
        pointers: toBoth, guarding, dates: ['startDate'],
        make: () => some({ patient: patient(), provider: provider(), summary: random.pick([undefined, 's']), startDate: random.pick([undefined, PAST]), status: random.pick([undefined, 'draft', 'draft', 'active']) }),
        changes: () => random.pick([{ status: random.pick(plans) }, { status: 'active' }, { summary: 't' }, { startDate: PAST }, { patient: patient() }]),
        read: (who, row) => (own(who, row) && row.status !== 'draft') || caresFor(who, row),
        create: caresFor, update: content(caresFor),
        lifecycles: { status: { initial: 'draft', steps: [['draft', 'active'], ['active', 'completed']], by: isProvider } },
        requires: { active: ['startDate', 'summary'] }, states: ['status'], reserved: ['approvedAt', 'approvedBy', 'publishedAt'],
      }, (row) => row.status !== 'draft'),
      Appointment: {
        pointers: { patient: 'PatientProfile', provider: '_User' }, guarding: ['patient', 'provider'], dates: ['startAt', 'endAt'], clashes, states: ['status'],
        make: () => {
          const startAt = slot();
          return some({ patient: patient(), provider: anyProvider(), startAt, endAt: random.pick([undefined, startAt + HOUR, startAt + 3 * HOUR, startAt - HOUR]), status: random.pick([undefined, ...visits]) });
        },
        changes: () => random.pick([{ status: random.pick(visits) }, { location: 'l' }, { provider: anyProvider() }, { status: 'cancelled' }, { startAt: slot() }, { endAt: slot() }]),
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
  const { random, some, user, patient, provider, isProvider, toPatient, toBoth, byProvider, published, tellsPatient, classes, ProviderProfile } = clinic(world);
  const states = ['pending', 'completed'];
  return {
    roles,
    classes: {
      ...classes,
      ProviderProfile,
      Assessment: published(byProvider(() => some({ patient: patient(), provider: provider(), status: random.pick([undefined, ...states]) }), {
        ...tellsPatient,
        pointers: toBoth,
        changes: () => random.pick([{ status: random.pick(states) }, { recommendations: 'r' }, { patient: patient() }]),
        lifecycles: { status: { initial: 'pending', steps: [['pending', 'completed']], by: isProvider } }, states: ['status'],
      })),
      IntakeAssessment: byProvider(() => ({ patient: patient(), assessor: user(), assessmentDate: PAST }), { pointers: { ...toPatient, assessor: '_User' }, dates: ['assessmentDate'] }),
      CrisisLog: published(byProvider(() => ({ patient: patient(), incident: 'i' }), tellsPatient)),
      CrisisInterventionLog: byProvider(() => ({ patient: patient(), details: 'd', interventionDate: PAST }), { dates: ['interventionDate'] }),
    },
  };
}
