// Emitted servers have their runtime in common, file by file. What one of them has compiled, with the same flags and from
// the same files, the others are given before make looks: it finds an object that is newer than its sources, and leaves it.
//
// An object is known by its flags and by all that was read to make it, which the compiler has listed (.d). So a server
// that is given one has what it would have made; that make makes all of them is seen where the first server is built.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const hashOf = (text) => createHash('sha256').update(text).digest('hex').slice(0, 32);
const listOf = (object) => object.replace(/o$/, 'd');

// What this one embeds is not in the compiler's list.
const EMBEDDING = 'runtime/web/embedded.o';

/** The objects of the runtime that a tree has the sources of, as paths from its build folder. */
function objectsOf(tree) {
  return readdirSync(join(tree, 'runtime'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(tree, 'runtime', name)).map((file) => `runtime/${name}/${file}`))
    .filter((path) => path.endsWith('.c')).map((path) => path.replace(/c$/, 'o')).filter((path) => path !== EMBEDDING);
}

/** What a compiler's list says was read, but for the files of the system. */
function readFor(list) {
  const [rule] = list.slice(list.indexOf(':') + 1).split(/(?<!\\)\n/);
  return rule.split(/[\s\\]+/).filter((path) => path && !path.startsWith('/'));
}

/**
 * What a tree takes and gives of the objects that trees share in the folder `shared`. Its make has written the flags
 * into its build folder, a path from the tree.
 */
export function runtimeObjects(shared, tree, build) {
  const place = join(shared, hashOf(readFileSync(join(tree, build, 'flags'))));
  const hashes = new Map(); // path → hash of what is there
  const hash = (path) => {
    if (!hashes.has(path)) hashes.set(path, existsSync(join(tree, path)) ? hashOf(readFileSync(join(tree, path))) : 'none');
    return hashes.get(path);
  };
  const keyOf = (list) => hashOf(readFor(list).map((path) => `${path} ${hash(path)}`).join('\n'));

  function isTaken(object) {
    const made = join(tree, build, object);
    const list = join(place, listOf(object));
    if (!existsSync(list)) return false;
    const found = join(place, `${object}.${keyOf(readFileSync(list, 'utf8'))}`);
    if (!existsSync(found)) return false;
    mkdirSync(dirname(made), { recursive: true });
    copyFileSync(list, listOf(made));
    copyFileSync(found, made);
    return true;
  }

  function share(object) {
    const made = join(tree, build, object);
    const kept = join(place, object);
    const folder = dirname(kept);
    mkdirSync(folder, { recursive: true });
    const older = readdirSync(folder).filter((name) => name.startsWith(`${basename(object)}.`));
    const key = keyOf(readFileSync(listOf(made), 'utf8'));
    // Who reads them meanwhile finds them whole, or not at all.
    for (const [from, to] of [[made, `${kept}.${key}`], [listOf(made), listOf(kept)]]) {
      copyFileSync(from, `${to}.${process.pid}`);
      renameSync(`${to}.${process.pid}`, to);
    }
    for (const name of older.filter((one) => one !== `${basename(object)}.${key}`)) rmSync(join(folder, name), { force: true });
  }

  return {
    /** Takes what there is and the tree has not yet; returns the objects that make has to make. */
    take: () => objectsOf(tree).filter((object) => !existsSync(join(tree, build, object)) && !isTaken(object)),
    /** Gives the others what make has made. */
    give: (objects) => objects.forEach(share),
  };
}
