<?php
// The classes of notes over Parse's SDK for PHP (8.1 or later). Generated.
//
//   require 'vendor/autoload.php';
//   require 'models.php';
//   Parse\ParseClient::initialize('notes', null, null);
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

/** Note: schema.json:4 */
class Note extends ParseObject
{
    public static $parseClassName = 'Note';

    public function getTitle(): ?string { return $this->get('title'); }
    public function setTitle(?string $value): static { return assign($this, 'title', $value); }

    public function getRank(): ?float { return $this->get('rank'); }
    public function setRank(?float $value): static { return assign($this, 'rank', $value); }

    public function getPinned(): ?bool { return $this->get('pinned'); }
    public function setPinned(?bool $value): static { return assign($this, 'pinned', $value); }

    public function getDue(): ?\DateTimeInterface { return $this->get('due'); }
    public function setDue(?\DateTimeInterface $value): static { return assign($this, 'due', $value); }

    public function getSettings(): ?array { return $this->get('settings'); }
    public function setSettings(?array $value): static { return assign($this, 'settings', $value); }

    public function getTags(): ?array { return $this->get('tags'); }
    public function setTags(?array $value): static { return assign($this, 'tags', $value); }

    public function getOwner(): ?User { return $this->get('owner'); }
    public function setOwner(?User $value): static { return assign($this, 'owner', $value); }

    public function getParent_(): ?Note { return $this->get('parent'); }
    public function setParent_(?Note $value): static { return assign($this, 'parent', $value); }

    public function getReaders(): ParseRelation { return $this->getRelation('readers', '_User'); }

    public function getScan(): ?ParseFile { return $this->get('scan'); }
    public function setScan(?ParseFile $value): static { return assign($this, 'scan', $value); }

    public function getPlace(): ?ParseGeoPoint { return $this->get('place'); }
    public function setPlace(?ParseGeoPoint $value): static { return assign($this, 'place', $value); }

    public function getArea(): ?ParsePolygon { return $this->get('area'); }
    public function setArea(?ParsePolygon $value): static { return assign($this, 'area', $value); }

    public function getDigest(): ?array { return $this->get('digest'); }
    public function setDigest(?array $value): static { return assign($this, 'digest', $value); }
}

function registerSubclasses(): void
{
    User::registerSubclass();
    Note::registerSubclass();
}

/** The roles that the app's rules speak of. */
const ROLE_NAMES = [];

/** The app's own functions: ParseCloud::run(name, …). */
const FUNCTION_NAMES = [];
