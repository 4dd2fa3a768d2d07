<?php
// Loads the emitted classes over stand-ins for the SDK's, with the methods whose names matter, and sets and reads a
// field of each class.
namespace Parse;

class ParseObject
{
    public array $fields = [];
    public function get($key) { return $this->fields[$key] ?? null; }
    public function set($key, $value) { $this->fields[$key] = $value; }
    public function setArray($key, $value) { $this->fields[$key] = $value; }
    public function setAssociativeArray($key, $value) { $this->fields[$key] = $value; }
    public function delete($key) { unset($this->fields[$key]); }
    public function getRelation($key, $class = null) { return new ParseRelation(); }
    public function getObjectId() { return 'id'; }
    public function getClassName() { return static::$parseClassName; }
    public function getCreatedAt() { return null; }
    public function getUpdatedAt() { return null; }
    public function getACL() { return null; }
    public function setACL($acl) {}
    public function getAllKeys() { return []; }
    public static function registerSubclass() { global $registered; $registered[] = static::$parseClassName; }
}
class ParseUser extends ParseObject
{
    public function getUsername() { return 'name'; }
    public function setUsername($name) {}
    public function getEmail() { return 'mail'; }
    public function setEmail($mail) {}
    public function setPassword($password) {}
    public function getSessionToken() { return 'token'; }
}
class ParseRole extends ParseObject {}
class ParseSession extends ParseObject {}
class ParseInstallation extends ParseObject {}
class ParseFile {}
class ParseGeoPoint {}
class ParsePolygon {}
class ParseRelation {}

require $argv[1];
\App\Models\registerSubclasses();
$written = 0;
foreach (get_declared_classes() as $name) {
    if (!is_subclass_of($name, ParseObject::class) || !str_starts_with($name, 'App\\Models\\')) continue;
    $object = new $name();
    if ($object->getClassName() !== $name::$parseClassName) fwrite(STDERR, "$name\n");
    foreach ((new \ReflectionClass($name))->getMethods() as $method) {
        if ($method->class !== $name || !str_starts_with($method->name, 'set')) continue;
        $type = $method->getParameters()[0]->getType()->getName();
        $value = match (true) { $type === 'string' => 'x', $type === 'float' => 1.5, $type === 'bool' => true, enum_exists($type) => $type::cases()[0], default => null };
        $object->{$method->name}($value);
        $read = $object->{'get' . substr($method->name, 3)}();
        if ($read !== $value) fwrite(STDERR, "$name {$method->name}\n");
        $written++;
    }
}
echo count($registered) > 1 && $written > 1 ? "ok\n" : "nothing\n";
