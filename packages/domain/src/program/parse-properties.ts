import type { FactValue } from '../kernel/base/payload.ts';
import type { DocumentKind } from '../kernel/document-kind.ts';
import { help, listSchema, objectSchema, patternSchema, textSchema } from '../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../kernel/documents/json-schema.ts';
import type { DocumentWords, PartWords, WordsOf } from '../kernel/documents/document-words.ts';
import { at, readList, readObject, readText, tell } from '../kernel/documents/read-json.ts';
import type { JsonObject, Spot } from '../kernel/documents/read-json.ts';
import { lockSchema, lockWords, propertiesPath, readLock } from '../kernel/documents/attribute-locks.ts';
import type { AttributeLock } from '../kernel/documents/attribute-locks.ts';

export { propertiesPath };
export const propertiesMax = 500;
const typePattern = /^[A-Za-z0-9][\w.-]{0,99}$/;
/** Names of fields, joined by dots, as a sender's code gives them. */
const pathPattern = /^[\p{L}_$][\p{L}\p{N}_$-]{0,39}(\.[\p{L}_$][\p{L}\p{N}_$-]{0,39}){0,7}$/u;

/** What a program says of values that no schema knows: whether they tell of a person. What it does not name does. */
export interface PropertyDocuments {
  /** Names of attributes, by whichever fact or command they are written. */
  readonly attributes: readonly {
    readonly name: string;
    readonly personal: boolean;
    /** How often it may change; only of what is not personal, for of what is sealed nobody can tell whether it changed. */
    readonly lock?: AttributeLock;
  }[];
  /** Fields of payloads, by the type of the fact and the dotted path. */
  readonly properties: readonly { readonly type: string; readonly path: string; readonly personal: boolean }[];
}

export const noProperties: PropertyDocuments = { attributes: [], properties: [] };

const documentKeys = ['attributes', 'properties'] as const;
const attributeKeys = ['name', 'personal', 'lock'] as const;
const propertyKeys = ['type', 'path', 'personal'] as const;
const attributeNameMax = 100;

const personalWords: PartWords = {
  kind: 'choice',
  name: { en: 'tells of a person', zh: '是否个人信息' },
  choices: { true: { en: 'yes', zh: '是' }, false: { en: 'no', zh: '否' } },
};

const propertiesWords: DocumentWords = {
  title: { en: 'Attributes and what is personal', zh: '属性与个人信息声明' },
  keys: {
    attributes: {
      kind: 'list',
      name: { en: 'attributes', zh: '属性' },
      item: {
        kind: 'object',
        noun: { en: 'attribute', zh: '属性' },
        identifiedBy: ['name'],
        keys: {
          name: { kind: 'text', name: { en: 'name', zh: '名称' } },
          personal: personalWords,
          lock: lockWords,
        } satisfies WordsOf<PropertyDocuments['attributes'][number]>,
      },
    },
    properties: {
      kind: 'list',
      name: { en: 'fields of facts', zh: '事件字段' },
      item: {
        kind: 'object',
        noun: { en: 'field', zh: '字段' },
        identifiedBy: ['type', 'path'],
        keys: {
          type: { kind: 'text', name: { en: 'type of facts', zh: '事件类型' } },
          path: { kind: 'text', name: { en: 'path', zh: '路径' } },
          personal: personalWords,
        } satisfies WordsOf<PropertyDocuments['properties'][number]>,
      },
    },
  } satisfies WordsOf<PropertyDocuments>,
};

export const propertiesKind: DocumentKind = {
  path: propertiesPath,
  countMax: 1,
  words: propertiesWords,
  schema: propertiesSchema,
};

/** `properties.json`, optional. */
export function parseProperties(value: FactValue | undefined, spot: Spot): PropertyDocuments | null {
  if (value === undefined) return noProperties;
  const object = readObject(value, spot, documentKeys);
  if (object === null) return null;
  const attributes = readEach(object['attributes'], at(spot, 'attributes'), (item, itemSpot) => {
    const one = readObject(item, itemSpot, attributeKeys);
    const name = readText(one?.['name'], at(itemSpot, 'name'), attributeNameMax);
    const personal = readPersonal(one, itemSpot);
    const lock = readLockOf(one, { itemSpot, personal });
    return name === null || personal === null ? null : { name, personal, ...(lock === null ? {} : { lock }) };
  });
  const properties = readEach(object['properties'], at(spot, 'properties'), (item, itemSpot) => {
    const one = readObject(item, itemSpot, propertyKeys);
    const type = readText(one?.['type'], at(itemSpot, 'type'));
    const path = readText(one?.['path'], at(itemSpot, 'path'));
    const personal = readPersonal(one, itemSpot);
    if (type !== null && !typePattern.test(type))
      tell(at(itemSpot, 'type'), 'properties.not_a_type', 'A type of facts such as gift.chosen is expected here.');
    if (path !== null && !pathPattern.test(path))
      tell(at(itemSpot, 'path'), 'properties.not_a_path', 'A path such as box.colour is expected here.');
    return type === null || path === null || personal === null ? null : { type, path, personal };
  });
  tellTwice(attributes, at(spot, 'attributes'), ({ name }) => name);
  tellTwice(properties, at(spot, 'properties'), ({ type, path }) => `${type} ${path}`);
  return { attributes, properties };
}

function readEach<Item>(
  value: FactValue | undefined,
  spot: Spot,
  read: (item: FactValue, spot: Spot) => Item | null,
): readonly Item[] {
  if (value === undefined) return [];
  return readList(value, spot, propertiesMax).flatMap((item, index) => read(item, at(spot, index)) ?? []);
}

function readPersonal(one: JsonObject | null, spot: Spot): boolean | null {
  const personal = one?.['personal'];
  if (typeof personal === 'boolean') return personal;
  tell(at(spot, 'personal'), 'document.not_a_truth_value', 'true or false is expected here.');
  return null;
}

function readLockOf(
  one: JsonObject | null,
  { itemSpot, personal }: { readonly itemSpot: Spot; readonly personal: boolean | null },
): AttributeLock | null {
  const lock = one?.['lock'];
  if (lock === undefined || lock === null) return null;
  if (personal === true)
    tell(
      at(itemSpot, 'lock'),
      'properties.lock_of_personal',
      'Only an attribute that is not personal can be locked: of what is sealed nobody can tell whether it changed.',
    );
  return readLock(lock, at(itemSpot, 'lock'));
}

function tellTwice<Item>(items: readonly Item[], spot: Spot, keyOf: (item: Item) => string): void {
  const known = new Set<string>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    if (known.has(key)) tell(at(spot, index), 'properties.listed_twice', `"${key}" is listed twice.`);
    known.add(key);
  }
}

function propertiesSchema(): JsonSchema {
  const personal = help('Whether it tells of a person; what is not listed does.', { type: 'boolean' });
  const attribute = objectSchema(
    attributeKeys,
    {
      name: help('As facts and commands write it.', textSchema(attributeNameMax)),
      personal,
      lock: lockSchema(),
    },
    ['lock'],
  );
  const property = objectSchema(propertyKeys, {
    type: help('A type of facts: gift.chosen.', patternSchema(typePattern)),
    path: help('One field of their payload, through lists as well: box.colour.', patternSchema(pathPattern)),
    personal,
  });
  const bounds = { max: propertiesMax, isUnique: true } as const;
  return {
    title: 'Properties',
    description:
      'Which attributes, and which fields of facts that no schema names, tell of nobody; and which attributes may change only so often.',
    ...objectSchema(
      documentKeys,
      {
        attributes: help('Attributes, by whichever fact or command they are written.', listSchema(attribute, bounds)),
        properties: help('Fields of facts.', listSchema(property, bounds)),
      },
      documentKeys,
    ),
  };
}
