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
function assign(ParseObject $object, string $key, mixed $value): void
{
    match (true) {
        $value === null => $object->delete($key),
        is_array($value) && array_is_list($value) => $object->setArray($key, $value),
        is_array($value) => $object->setAssociativeArray($key, $value),
        default => $object->set($key, $value),
    };
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

    public function getTitle(): ?string
    {
        return $this->get('title');
    }

    public function setTitle(?string $value): static
    {
        assign($this, 'title', $value);
        return $this;
    }

    public function getRank(): ?float
    {
        return $this->get('rank');
    }

    public function setRank(?float $value): static
    {
        assign($this, 'rank', $value);
        return $this;
    }

    public function getPinned(): ?bool
    {
        return $this->get('pinned');
    }

    public function setPinned(?bool $value): static
    {
        assign($this, 'pinned', $value);
        return $this;
    }

    public function getDue(): ?\DateTimeInterface
    {
        return $this->get('due');
    }

    public function setDue(?\DateTimeInterface $value): static
    {
        assign($this, 'due', $value);
        return $this;
    }

    public function getSettings(): ?array
    {
        return $this->get('settings');
    }

    public function setSettings(?array $value): static
    {
        assign($this, 'settings', $value);
        return $this;
    }

    public function getTags(): ?array
    {
        return $this->get('tags');
    }

    public function setTags(?array $value): static
    {
        assign($this, 'tags', $value);
        return $this;
    }

    public function getOwner(): ?User
    {
        return $this->get('owner');
    }

    public function setOwner(?User $value): static
    {
        assign($this, 'owner', $value);
        return $this;
    }

    public function getParent_(): ?Note
    {
        return $this->get('parent');
    }

    public function setParent_(?Note $value): static
    {
        assign($this, 'parent', $value);
        return $this;
    }

    public function getReaders(): ParseRelation
    {
        return $this->getRelation('readers', '_User');
    }

    public function getScan(): ?ParseFile
    {
        return $this->get('scan');
    }

    public function setScan(?ParseFile $value): static
    {
        assign($this, 'scan', $value);
        return $this;
    }

    public function getPlace(): ?ParseGeoPoint
    {
        return $this->get('place');
    }

    public function setPlace(?ParseGeoPoint $value): static
    {
        assign($this, 'place', $value);
        return $this;
    }

    public function getArea(): ?ParsePolygon
    {
        return $this->get('area');
    }

    public function setArea(?ParsePolygon $value): static
    {
        assign($this, 'area', $value);
        return $this;
    }

    public function getDigest(): ?array
    {
        return $this->get('digest');
    }

    public function setDigest(?array $value): static
    {
        assign($this, 'digest', $value);
        return $this;
    }
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
