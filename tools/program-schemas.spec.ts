import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import {
  createDefaultProgram,
  facets,
  schemaOfPath,
  schemasOfProgram,
  toDocument,
  type FactValue,
} from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import { root } from './run-step.ts';

/** The schemas that are shipped: those of the default program. `npx vitest run program-schemas -u` writes them anew. */

const folder = join(root, 'docs/reference/program-schemas');
const schemas = schemasOfProgram(createDefaultProgram(), facets);
const page = readFileSync(join(root, 'docs/reference/lifecycle-documents.md'), 'utf8');

interface Mapping {
  readonly fileMatch: readonly string[];
  readonly url: string;
}

function check(path: string, document: FactValue): readonly string[] {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const schema = schemas.get(schemaOfPath(path, facets) ?? '');
  if (schema === undefined) return [`${path} has no schema`];
  return ajv.validate(schema, document) ? [] : (ajv.errors ?? []).map(({ instancePath }) => instancePath);
}

describe('the schemas that are shipped', () => {
  it.each([...schemas])('are those of the default program: %s', async (file, schema) => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(join(folder, file));
  });

  it('are no others', () => {
    expect(readdirSync(folder).toSorted()).toEqual([...schemas.keys()].toSorted());
  });

  it('take the documents that the page shows, and none of them with a key misspelt', () => {
    const samples = [...page.matchAll(/```json (\S+)\n([\s\S]*?)```/g)];
    expect(samples.length).toBe(schemas.size);
    for (const [, path = '', text = ''] of samples) {
      const document = JSON.parse(text) as object;
      expect(check(path, toDocument(document)), path).toEqual([]);
      expect(check(path, toDocument({ ...document, nmae: 'x' })), path).not.toEqual([]);
    }
  });
});

describe('the page on schemas', () => {
  const [naming = '', mapping = ''] = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => text);

  it('shows a document that names its schema, and is taken by it', () => {
    const document = JSON.parse(naming) as { readonly $schema: string };
    expect(document.$schema).toBe(`../schemas/${schemaOfPath('statistics.json', facets)}`);
    expect(check('statistics.json', toDocument(document))).toEqual([]);
  });

  it('maps documents of every kind to the schema that they have', () => {
    const settings = JSON.parse(mapping) as { readonly 'json.schemas': readonly Mapping[] };
    const mapped = settings['json.schemas'].flatMap(({ fileMatch, url }) => fileMatch.map((path) => [path, url]));
    for (const [path = '', url] of mapped)
      expect(url, path).toBe(`./schemas/${schemaOfPath(path.replace('/program/', ''), facets)}`);
    expect(new Set(mapped.map(([, url]) => url)).size).toBe(schemas.size);
  });

  it('lists each kind of document beside its schema', () => {
    const rows = [...page.matchAll(/^\| `(\S+)` \| \[`(\S+)`\]\(program-schemas\/(\S+)\) \|$/gm)];
    for (const [, path = '', file, link] of rows)
      expect([file, link], path).toEqual([schemaOfPath(path, facets), schemaOfPath(path, facets)]);
    expect(new Set(rows.map(([, , file]) => file))).toEqual(new Set(schemas.keys()));
  });
});
