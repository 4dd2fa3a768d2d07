// Who may do what in the clinical trial, as its spec says it: written by hand from the sentences.
import { FUTURE, PAST } from './world.mjs';

export function trial(world) {
  const { random } = world();
  const user = () => random.pick(world().users).id;
  const patient = () => world().pick('PatientProfile').id;
  const when = () => random.pick([undefined, PAST, FUTURE]);
  const some = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  let count = 0;

  const own = (who, row) => world().row('PatientProfile', row.patient)?.user === who.id;
  const caresFor = (who, row) => who.roles.has('provider') && world().assigned(who, row.patient);
  const isAdmin = (who) => who.roles.has('admin');
  const toPatient = { patient: 'PatientProfile' };
  const ofPatient = (who, row) => own(who, row) || caresFor(who, row);

  const byProvider = (make) => ({ pointers: toPatient, make, read: ofPatient, create: caresFor, update: (who, row) => caresFor(who, row) || undefined });
  const byPatient = (make, pointers = toPatient) => ({ pointers, make, read: ofPatient, create: own, update: (who, row) => own(who, row) || undefined });

  const profileOf = (who, row) => row.user === who.id || (who.roles.has('provider') && world().assigned(who, row.id));
  const steps = [['sent', 'delivered'], ['delivered', 'read']];
  return {
    roles: ['provider', 'admin'],
    classes: {
      PatientProfile: {
        pointers: { user: '_User' },
        make: () => ({ user: user(), medicalRecordNumber: `MRN-${++count}`, displayName: 'P', isActive: true }),
        read: profileOf, create: (who, row) => row.user === who.id, update: (who, row) => profileOf(who, row) || undefined,
      },
      CareAssignment: {
        pointers: { patient: 'PatientProfile', provider: '_User' }, dates: ['startsAt', 'endsAt'],
        make: () => some({ patient: patient(), provider: user(), startsAt: when(), endsAt: when() }),
        read: (who, row) => isAdmin(who) || row.provider === who.id || own(who, row),
        create: isAdmin, update: (who) => isAdmin(who) || undefined, delete: isAdmin,
      },
      MedicationOrder: byProvider(() => ({ patient: patient(), drug: 'D', dosage: '1', frequency: 'daily' })),
      MedicationDistribution: {
        ...byProvider(() => ({ patient: patient(), medicationName: 'M', distributionDate: PAST, status: 'planned' })), dates: ['distributionDate'],
      },
      ProtocolAdherence: byPatient(() => ({ patient: patient(), protocolId: 'P-1', adherenceStatus: 'ok' })),
      Message: {
        pointers: { from: '_User', to: '_User' },
        make: () => some({ from: user(), to: user(), body: 'b', status: random.pick([undefined, 'sent', 'sent', 'read']) }),
        changes: () => random.pick([{ status: random.pick(['sent', 'delivered', 'read']) }, { isRead: true }, { body: 'changed' }, { to: user() }, { status: 'delivered', isRead: true }]),
        read: (who, row) => row.from === who.id || row.to === who.id,
        create: (who, row) => row.from === who.id,
        update: (who, row) => (row.to === who.id ? ['status', 'isRead'] : undefined),
        lifecycles: { status: { initial: 'sent', steps, by: (who, row) => row.to === who.id } },
      },
      AuditLog: {
        pointers: { actor: '_User' }, appendOnly: true,
        make: () => ({ actor: user(), action: 'a', entityType: 't', entityId: 'i' }), read: isAdmin,
      },
    },
  };
}
