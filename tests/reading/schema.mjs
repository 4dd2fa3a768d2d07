/** A schema that single sentences are read with: each kind of class is there once. */
export const schema = `Create a backend.

Schema:
1. PatientProfile: user (Pointer to User, required), fullName (String, required), contact (String); objectId, createdAt, updatedAt.
2. Visit: patient (Pointer to PatientProfile, required), clinician (Pointer to User, required), notes (String), instructions (String), attachments (Array of File), paid (Boolean), status (String: draft, reviewed, signed, cancelled); objectId, createdAt, updatedAt.
3. MedicationOrder: patient (Pointer to PatientProfile, required), provider (Pointer to User, required), name (String), instructions (String), status (String: draft, published, cancelled); objectId, createdAt, updatedAt.
4. Message: sender (Pointer to User, required), recipient (Pointer to User, required), body (String), readAt (Date), status (String: sent, delivered, read), threadId (String); objectId, createdAt, updatedAt.
5. Appointment: patient (Pointer to PatientProfile, required), provider (Pointer to User, required), startAt (Date, required), endAt (Date, required), status (String: requested, confirmed, cancelled); objectId, createdAt, updatedAt.
6. Consent: patient (Pointer to PatientProfile, required), grantee (Pointer to User, required), scope (String), expiresAt (Date), status (String: active, revoked); objectId, createdAt, updatedAt.
7. AuditLog: actor (Pointer to User), action (String, required), targetClass (String), targetId (String); objectId, createdAt, updatedAt.
`;
