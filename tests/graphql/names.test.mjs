// What the schema calls classes: as parse-server would, and otherwise only where a name is taken.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { generator, root, run, templates } from '../lib/builds.mjs';
import { graphqlJs, pluralize } from './peers.mjs';

const { buildSchema, validateSchema } = graphqlJs;
const lower = (name) => name[0].toLowerCase() + name.slice(1);

/** Words whose plurals are made in different ways, and compounds of them. */
const words = `Note MedicalHistory Diagnosis Analysis Biopsy Address Status Virus Index Appendix Matrix Vertex Person Child Woman Specimen Human Foot Tooth Stigma Schema Stimulus Fungus
  Radius Bacterium Datum Criterion Curriculum Phenomenon Organ Alumna Vertebra Hero Potato Piano Photo Leaf Half Knife Wolf Roof Belief Box Branch Bus Gas Quiz Crisis Axis Testis Atlas Bias Alias
  Equipment Health News Series Species Staff Information Chinese Fish Deer Pox Measles Sheep Money Key Survey Delivery Soliloquy Monkey Ointment LabResult CareTeam CarePlan Assessment VitalSign
  AdverseEvent InformedConsent StudyVisit Mood DataSet Emu Menu Gallery Focus Locus Nucleus Uterus Cactus Corpus Exam Gram Diagram Thesis Ultrasound Pelvis Iris Bacillus Loaf Chief Cough Ache Stomach
  Class Process Glass Kiss Tax Buzz Wish Bath Echo Volcano Tornado Canvas Trellis Pancreas Prosthesis Hoof Life Wife Calf Shelf Safe Giraffe Cliff Mouse Ox Die Yes Valve Agenda Media Aircraft Rice Research`.split(/\s+/);

describe('the names of a GraphQL schema', () => {
  let folder;
  const generate = async (classes) => {
    const schema = join(folder, 'schema.json');
    writeFileSync(schema, JSON.stringify({ classes: classes.map((className) => ({ className, fields: { id2: { type: 'String' } } })) }));
    const result = await run(generator, ['generate', '--schema', schema, '--name', 'words', '--out', join(folder, 'words')], { cwd: root });
    assert.equal(result.code, 0, result.stderr);
    return buildSchema(readFileSync(join(folder, 'words/api/schema.graphql'), 'utf8'));
  };
  before(() => (folder = mkdtempSync(join(tmpdir(), 'caregen-names-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('finds are called by the plural, as npm\'s pluralize has it', async () => {
    const names = [...new Set([...words, ...words.map((word) => `Patient${word}`)])];
    const schema = await generate(names);
    const query = schema.getQueryType().getFields();
    const wrong = names.filter((name) => {
      const plural = pluralize(lower(name));
      const taken = plural === lower(name) || names.map(lower).includes(plural);
      return String(query[taken ? `${lower(name)}List` : plural]?.type) !== `${name}Connection`;
    });
    assert.deepEqual(wrong.map((name) => [name, pluralize(lower(name))]), []);
  });

  test('a class whose name is taken gets another one', async () => {
    const schema = await generate(['File', 'Date', 'Query', 'User', 'UserClass', 'Node', 'Edge', 'ItemEdge', 'Item', 'Viewer', 'note', 'Note', 'Health', 'CreateNote']);
    assert.deepEqual(validateSchema(schema), []);
    const types = Object.values(schema.getQueryType().getFields()).filter(({ args }) => args[0]?.name === 'id').map(({ type }) => String(type));
    assert.equal(new Set(types).size, types.length);
    assert.ok(types.includes('User') && types.includes('FileClass') && types.includes('Note') && types.includes('NoteClass'));
  });

  test('the templates\' schemas are valid, and every class is in them', async () => {
    for (const name of templates) {
      const result = await run(generator, ['generate', '--schema', `schemas/${name}/schema.json`, '--spec', `schemas/${name}/agent.md`, '--name', name, '--out', join(folder, name)], { cwd: root });
      assert.equal(result.code, 0, result.stderr);
      const schema = buildSchema(readFileSync(join(folder, name, 'api/schema.graphql'), 'utf8'));
      assert.deepEqual(validateSchema(schema), [], name);
      const query = schema.getQueryType().getFields();
      for (const { className } of JSON.parse(readFileSync(join(root, `schemas/${name}/schema.json`), 'utf8')).classes ?? []) {
        if (!className.startsWith('_')) assert.ok(query[lower(className)] && query[pluralize(lower(className))], className);
      }
    }
  });
});
