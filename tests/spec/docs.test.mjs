// The examples of docs/spec-language.md are read without a word, and mean what the page says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { caregen, fieldsOf, modelOf } from './lib.mjs';

const page = readFileSync(join(root, 'docs/spec-language.md'), 'utf8');
const examples = [...page.matchAll(/^```spec\n(.*?)^```$/gms)].map(([, text]) => text);

test('examples', async (t) => {
  assert.equal(examples.length, 4);
  for (const spec of examples) {
    await t.test(spec.split('\n')[0], async () => {
      const { code, stderr } = await caregen('check', { spec }, '--strict');
      assert.equal(stderr, '');
      assert.equal(code, 0);
    });
  }
});

test('the first example', async () => {
  const model = await modelOf({ spec: examples[0] });
  assert.deepEqual(fieldsOf(model.Author), ['user: Pointer<_User> required indexed', 'name: String required', 'born: Date']);
  assert.deepEqual(fieldsOf(model.Book), [
    'author: Pointer<Author> required indexed', 'isbn: String required unique', 'pages: Number default 1',
    'genre: String default "novel" of "novel", "poetry", "other"', 'tags: Array<String>', 'cover: File',
  ]);
});

test('the example with names in Chinese', async () => {
  const model = await modelOf({ spec: examples[1] });
  assert.deepEqual(fieldsOf(model.Author), ['user: Pointer<_User> required indexed', 'name: String required']);
  assert.deepEqual(fieldsOf(model.Book), ['author: Pointer<Author> required indexed', 'pages: Number default 1']);
});

// Every way to write a type that the page's table lists, each with the type of its row.
test('types and clauses in every spelling', async () => {
  const spellings = {
    String: ['String', 'Text', '字串', '字符串', '文字', 'Enum', '枚舉'], Number: ['Number', 'Integer', 'int', 'Float', 'Double', 'Decimal', '數字', '数字'], Boolean: ['Boolean', 'bool', '布林值', '布林', '布爾值', '布尔值'],
    Date: ['Date', 'DateTime', 'Timestamp', '日期'], Object: ['Object', 'JSON', 'Map', 'Dictionary', '物件', '對象', '对象'], Array: ['Array', 'List', '陣列', '數組', '数组'],
    'Array<File>': ['Array of File', 'Array of Files', 'list of files', 'File[]', '檔案陣列', '文件數組', '[File]', 'Array<File>'], File: ['file', '檔案', '文件'], GeoPoint: ['GeoPoint', '地理座標'], Polygon: ['Polygon', '多邊形'], Bytes: ['Bytes', '位元組'],
    'Array<String>': ['Array of Strings', 'String[]'], 'Array<Pointer>': ['Array of Pointers to All', 'Array<Pointer<All>>'],
    'Pointer<All> indexed': ['Pointer to All', 'Pointer<All>', '指向 All', '指向 All 的指標', '指向All的指針'], 'Pointer<_User> indexed': ['Pointer to User', '指向用戶的指標', '指向使用者', 'Pointer to user or system'],
    'Relation<All>': ['Relation to All', 'Relation<All>', '指向 All 的關聯'],
    'String required': ['String, required', '字串,必填', '字串，必需', '字串；必填'], 'String unique': ['String, unique', '字串、唯一'], 'String indexed': ['String, 索引'], 'String system': ['String, 系統'],
    'Number default 1': ['Number, default 1', 'Number, default: 1', 'Number, default = 1', '數字,預設值為 1', '數字,預設為 1', '數字,默認 1', '數字，默認為1'], 'Boolean default true': ['Boolean, default true', '布林值,預設為真'],
  };
  const fields = Object.entries(spellings).flatMap(([type, ways]) => ways.map((way) => [type, way]));
  const spec = `Schema:\n1. All: ${fields.map(([, way], i) => `f${i} (${way})`).join(', ')}.\n`;
  const model = await modelOf({ spec });
  assert.deepEqual(fieldsOf(model.All), fields.map(([type], i) => `f${i}: ${type}`));
});

test('headings in every spelling, on lines of their own, after a sentence, in Markdown', async () => {
  for (const heading of ['Schema:', 'schema：', '## Schema', '**Schema**:', '架構:', '结构：', 'Prose first. Schema:', '散文。 架構:']) {
    const model = await modelOf({ spec: `Title\n\n${heading}\n1. Book: title (String).\n\nRules:\n- Book.title is name.\n` });
    assert.deepEqual(fieldsOf(model.Book), ['title: String'], heading);
  }
});
