<?php
// The classes of ward over Parse's SDK for PHP (8.1 or later). Generated.
//
//   require 'vendor/autoload.php';
//   require 'models.php';
//   Parse\ParseClient::initialize('ward', null, null);
//   Parse\ParseClient::setServerURL('http://127.0.0.1:1337', 'parse');
//   App\Models\registerSubclasses();
declare(strict_types=1);

namespace App\Models;

use Parse\ParseFile;
use Parse\ParseGeoPoint;
use Parse\ParseInstallation;
use Parse\ParseObject;
use Parse\ParsePolygon;
use Parse\ParseRelation;
use Parse\ParseRole;
use Parse\ParseSession;
use Parse\ParseUser;

/** Sets a field, or removes it. */
function assign(ParseObject $object, string $key, mixed $value): ParseObject
{
    match (true) {
        $value === null => $object->delete($key),
        is_array($value) && array_is_list($value) => $object->setArray($key, $value),
        is_array($value) => $object->setAssociativeArray($key, $value),
        default => $object->set($key, $value),
    };
    return $object;
}

/** _User: built in */
class User extends ParseUser
{
    public static $parseClassName = '_User';
}

enum PatientSex: string
{
    case female = 'female';
    case male = 'male';
    case other = 'other';
}

/** Patient: agent.md:4 */
class Patient extends ParseObject
{
    public static $parseClassName = 'Patient';

    public function getUser(): ?User { return $this->get('user'); }
    public function setUser(?User $value): static { return assign($this, 'user', $value); }

    public function getName(): ?string { return $this->get('name'); }
    public function setName(?string $value): static { return assign($this, 'name', $value); }

    public function getSex(): ?PatientSex { return PatientSex::tryFrom($this->get('sex') ?? ''); }
    public function setSex(?PatientSex $value): static { return assign($this, 'sex', $value?->value); }

    public function getContact(): ?string { return $this->get('contact'); }
    public function setContact(?string $value): static { return assign($this, 'contact', $value); }
}

enum OrderStatus: string
{
    case draft = 'draft';
    case active = 'active';
    case done = 'done';
}

/** Order: agent.md:5 */
class Order extends ParseObject
{
    public static $parseClassName = 'Order';

    public function getPatient(): ?Patient { return $this->get('patient'); }
    public function setPatient(?Patient $value): static { return assign($this, 'patient', $value); }

    public function getDrug(): ?string { return $this->get('drug'); }
    public function setDrug(?string $value): static { return assign($this, 'drug', $value); }

    public function getDose(): ?float { return $this->get('dose'); }
    public function setDose(?float $value): static { return assign($this, 'dose', $value); }

    public function getStatus(): ?OrderStatus { return OrderStatus::tryFrom($this->get('status') ?? ''); }
    public function setStatus(?OrderStatus $value): static { return assign($this, 'status', $value?->value); }

    public function getReason(): ?string { return $this->get('reason'); }
    public function setReason(?string $value): static { return assign($this, 'reason', $value); }

    public function getSecret(): ?string { return $this->get('secret'); }
    public function setSecret(?string $value): static { return assign($this, 'secret', $value); }

    public function getPublishedAt(): ?\DateTimeInterface { return $this->get('publishedAt'); }

    public function getPublishedBy(): ?User { return $this->get('publishedBy'); }

    public function getIsAcknowledged(): ?bool { return $this->get('isAcknowledged'); }
    public function setIsAcknowledged(?bool $value): static { return assign($this, 'isAcknowledged', $value); }

    public function getAcknowledgedAt(): ?\DateTimeInterface { return $this->get('acknowledgedAt'); }

    public function getAcknowledgedBy(): ?User { return $this->get('acknowledgedBy'); }
}

enum VisitStatus: string
{
    case booked = 'booked';
    case cancelled = 'cancelled';
}

/** Visit: agent.md:6 */
class Visit extends ParseObject
{
    public static $parseClassName = 'Visit';

    public function getPatient(): ?Patient { return $this->get('patient'); }
    public function setPatient(?Patient $value): static { return assign($this, 'patient', $value); }

    public function getNurse(): ?User { return $this->get('nurse'); }
    public function setNurse(?User $value): static { return assign($this, 'nurse', $value); }

    public function getStartAt(): ?\DateTimeInterface { return $this->get('startAt'); }
    public function setStartAt(?\DateTimeInterface $value): static { return assign($this, 'startAt', $value); }

    public function getEndAt(): ?\DateTimeInterface { return $this->get('endAt'); }
    public function setEndAt(?\DateTimeInterface $value): static { return assign($this, 'endAt', $value); }

    public function getStatus(): ?VisitStatus { return VisitStatus::tryFrom($this->get('status') ?? ''); }
    public function setStatus(?VisitStatus $value): static { return assign($this, 'status', $value?->value); }
}

enum MessageStatus: string
{
    case sent = 'sent';
    case delivered = 'delivered';
    case read = 'read';
}

/** Message: agent.md:7 */
class Message extends ParseObject
{
    public static $parseClassName = 'Message';

    public function getSender(): ?User { return $this->get('sender'); }
    public function setSender(?User $value): static { return assign($this, 'sender', $value); }

    public function getRecipient(): ?User { return $this->get('recipient'); }
    public function setRecipient(?User $value): static { return assign($this, 'recipient', $value); }

    public function getBody(): ?string { return $this->get('body'); }
    public function setBody(?string $value): static { return assign($this, 'body', $value); }

    public function getStatus(): ?MessageStatus { return MessageStatus::tryFrom($this->get('status') ?? ''); }
    public function setStatus(?MessageStatus $value): static { return assign($this, 'status', $value?->value); }

    public function getIsRead(): ?bool { return $this->get('isRead'); }
    public function setIsRead(?bool $value): static { return assign($this, 'isRead', $value); }

    public function getSentAt(): ?\DateTimeInterface { return $this->get('sentAt'); }
    public function setSentAt(?\DateTimeInterface $value): static { return assign($this, 'sentAt', $value); }

    public function getReadAt(): ?\DateTimeInterface { return $this->get('readAt'); }
}

/** Entry: agent.md:8 */
class Entry extends ParseObject
{
    public static $parseClassName = 'Entry';

    public function getOwner(): ?User { return $this->get('owner'); }
    public function setOwner(?User $value): static { return assign($this, 'owner', $value); }

    public function getText(): ?string { return $this->get('text'); }
    public function setText(?string $value): static { return assign($this, 'text', $value); }
}

/** CareAssignment: agent.md:25 */
class CareAssignment extends ParseObject
{
    public static $parseClassName = 'CareAssignment';

    public function getPatient(): ?Patient { return $this->get('patient'); }
    public function setPatient(?Patient $value): static { return assign($this, 'patient', $value); }

    public function getProvider(): ?User { return $this->get('provider'); }
    public function setProvider(?User $value): static { return assign($this, 'provider', $value); }

    public function getStartsAt(): ?\DateTimeInterface { return $this->get('startsAt'); }
    public function setStartsAt(?\DateTimeInterface $value): static { return assign($this, 'startsAt', $value); }

    public function getEndsAt(): ?\DateTimeInterface { return $this->get('endsAt'); }
    public function setEndsAt(?\DateTimeInterface $value): static { return assign($this, 'endsAt', $value); }
}

/** Notification: agent.md:44 */
class Notification extends ParseObject
{
    public static $parseClassName = 'Notification';

    public function getRecipient(): ?User { return $this->get('recipient'); }
    public function setRecipient(?User $value): static { return assign($this, 'recipient', $value); }

    public function getKind(): ?string { return $this->get('kind'); }
    public function setKind(?string $value): static { return assign($this, 'kind', $value); }

    public function getEntityType(): ?string { return $this->get('entityType'); }
    public function setEntityType(?string $value): static { return assign($this, 'entityType', $value); }

    public function getEntityId(): ?string { return $this->get('entityId'); }
    public function setEntityId(?string $value): static { return assign($this, 'entityId', $value); }

    public function getIsRead(): ?bool { return $this->get('isRead'); }
    public function setIsRead(?bool $value): static { return assign($this, 'isRead', $value); }

    public function getReadAt(): ?\DateTimeInterface { return $this->get('readAt'); }
}

/** AuditLog: agent.md:42 */
class AuditLog extends ParseObject
{
    public static $parseClassName = 'AuditLog';

    public function getActor(): ?User { return $this->get('actor'); }
    public function setActor(?User $value): static { return assign($this, 'actor', $value); }

    public function getAction(): ?string { return $this->get('action'); }
    public function setAction(?string $value): static { return assign($this, 'action', $value); }

    public function getEntityType(): ?string { return $this->get('entityType'); }
    public function setEntityType(?string $value): static { return assign($this, 'entityType', $value); }

    public function getEntityId(): ?string { return $this->get('entityId'); }
    public function setEntityId(?string $value): static { return assign($this, 'entityId', $value); }

    public function getPayload(): ?array { return $this->get('payload'); }
    public function setPayload(?array $value): static { return assign($this, 'payload', $value); }
}

function registerSubclasses(): void
{
    User::registerSubclass();
    Patient::registerSubclass();
    Order::registerSubclass();
    Visit::registerSubclass();
    Message::registerSubclass();
    Entry::registerSubclass();
    CareAssignment::registerSubclass();
    Notification::registerSubclass();
    AuditLog::registerSubclass();
}

/** The roles that the app's rules speak of. */
const ROLE_NAMES = ['nurse'];

/** The app's own functions: ParseCloud::run(name, …). */
const FUNCTION_NAMES = ['accessReport'];
