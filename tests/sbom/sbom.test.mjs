// What a server says that it is made of: what it is linked with, in forms that others read.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildServer, run } from '../lib/builds.mjs';
import { importFrom, installPackages } from '../lib/packages.mjs';

const EPOCH = { ...process.env, SOURCE_DATE_EPOCH: '1795824000' };

describe('NAME-server sbom', () => {
  let program;
  let folder;
  const sbom = (words = [], env = EPOCH) => run(program, ['sbom', ...words], { env });

  before(async () => {
    ({ program } = await buildServer('text'));
    folder = await installPackages(dirname(fileURLToPath(import.meta.url)), 'sbom-test');
  });

  test('names each library that the program is linked with, in the version that is there', async () => {
    const { packages, relationships } = JSON.parse((await sbom()).stdout);
    const names = packages.map(({ name }) => name);
    const linked = execFileSync('objdump', ['-p', program], { encoding: 'utf8' }).match(/(?<=NEEDED +)\S+/g);
    const known = { 'libc.so': 'glibc', 'libm.so': 'glibc', libcjson: 'cjson', libcurl: 'curl', libgnutls: 'gnutls', 'libpcre2-8': 'pcre2', libsqlite3: 'sqlite', libwslay: 'wslay' };
    for (const library of linked) {
      const [, found] = Object.entries(known).find(([start]) => library.startsWith(start)) ?? [];
      const name = found ?? library.replace(/\.so.*/, '');
      assert.ok(names.includes(name), `${library} is not in it: ${names}`);
    }
    assert.equal(packages.find(({ name }) => name === 'sqlite').versionInfo, execFileSync('sqlite3', ['--version'], { encoding: 'utf8' }).split(' ')[0]);
    for (const one of packages) assert.match(one.versionInfo, /^\d+(\.\d+)+/, one.name);
    assert.equal(relationships.length, packages.length);
  });

  test('SPDX has what its version 2.3 asks for', async () => {
    const { default: parse } = await importFrom(folder, 'spdx-expression-parse');
    const document = JSON.parse((await sbom(['--format', 'spdx'])).stdout);
    const id = /^SPDXRef-[a-zA-Z0-9.-]+$/;
    assert.equal(document.spdxVersion, 'SPDX-2.3');
    assert.equal(document.dataLicense, 'CC0-1.0');
    assert.equal(document.SPDXID, 'SPDXRef-DOCUMENT');
    assert.match(document.documentNamespace, /^urn:[^#]+$/);
    assert.match(document.creationInfo.created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.ok(document.creationInfo.creators.every((one) => /^(Tool|Person|Organization): ./.test(one)));
    const ids = document.packages.map(({ SPDXID }) => SPDXID);
    assert.equal(new Set(ids).size, ids.length);
    for (const one of document.packages) {
      assert.match(one.SPDXID, id);
      assert.ok(one.name && one.downloadLocation && one.filesAnalyzed === false);
      if (one.licenseConcluded !== 'NOASSERTION') parse(one.licenseConcluded);
    }
    for (const { spdxElementId, relatedSpdxElement, relationshipType } of document.relationships) {
      assert.ok(['SPDXRef-DOCUMENT', ...ids].includes(spdxElementId) && ids.includes(relatedSpdxElement));
      assert.ok(['DESCRIBES', 'DYNAMIC_LINK'].includes(relationshipType));
    }
  });

  test('CycloneDX is valid by its own schema', async () => {
    const { Spec, Validation } = await importFrom(folder, '@cyclonedx/cyclonedx-library');
    const { stdout } = await sbom(['--format', 'cyclonedx']);
    assert.equal(await new Validation.JsonStrictValidator(Spec.Version.v1dot5).validate(stdout), null);
  });

  test('is the same each time where the time is given, and now where it is not', async () => {
    assert.equal((await sbom()).stdout, (await sbom()).stdout);
    assert.equal(JSON.parse((await sbom()).stdout).creationInfo.created, '2026-11-28T00:00:00Z');
    const now = Date.parse(JSON.parse((await sbom([], { ...process.env, SOURCE_DATE_EPOCH: undefined })).stdout).creationInfo.created);
    assert.ok(Math.abs(Date.now() - now) < 60000);
  });

  test('another form is refused', async () => {
    for (const words of [['--format', 'xml'], ['--format'], ['more']]) assert.equal((await sbom(words)).code, 2, words.join(' '));
  });
});
