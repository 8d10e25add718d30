import type { IdentityPolicy } from '../identity/identity-policy.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import type { DocumentKind } from '../kernel/document-kind.ts';
import {
  choiceSchema,
  help,
  listSchema,
  numberSchema,
  objectSchema,
  orNull,
  patternSchema,
  textSchema,
} from '../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../kernel/documents/json-schema.ts';
import type { DocumentWords, WordsOf } from '../kernel/documents/document-words.ts';
import type { LocalizedText } from '../kernel/documents/localized-text.ts';
import { at, readChoice, readList, readNumber, readObject, readText, tell } from '../kernel/documents/read-json.ts';
import type { Spot } from '../kernel/documents/read-json.ts';

export const identitiesPath = 'identities.json';
export const identityPoliciesMax = 100;
export const blockedValuesMax = 1000;
/** `phone`, `external_id:crm`, or `external_id:*` for every type of that family. */
export const identityTypePattern = /^[a-z][a-z0-9_]{0,39}(:(\*|[A-Za-z0-9_.-]{1,60}))?$/u;
/** Least and greatest of the numbers of an identity policy. */
export const identityPolicyBounds = { priority: { min: 0, max: 1000 }, perMemberMax: { min: 1, max: 1000 } } as const;

const normalisers = ['phone', 'email', 'digits', 'exact', 'lower'] as const;

const strengths = ['strong', 'weak'] as const;
const documentKeys = ['types'] as const;
const policyKeys = ['type', 'strength', 'priority', 'perMemberMax', 'normaliser', 'blockedValues'] as const;

export const strengthWords: Readonly<Record<IdentityPolicy['strength'], LocalizedText>> = {
  strong: { en: 'strong', zh: '强' },
  weak: { en: 'weak', zh: '弱' },
};

export const normaliserWords: Readonly<Record<IdentityPolicy['normaliser'], LocalizedText>> = {
  phone: { en: 'telephone number with its country', zh: '带国家代码的电话号码' },
  email: { en: 'e-mail address', zh: '电子邮箱地址' },
  digits: { en: 'without spaces and hyphens', zh: '去掉空格和连字符' },
  lower: { en: 'small letters', zh: '小写字母' },
  exact: { en: 'as sent', zh: '保持原样' },
};

const policyWords = {
  type: { kind: 'text', name: { en: 'type', zh: '类型' } },
  strength: { kind: 'choice', name: { en: 'strength', zh: '强弱' }, choices: strengthWords },
  priority: { kind: 'number', name: { en: 'priority', zh: '优先级' } },
  perMemberMax: { kind: 'number', name: { en: 'at most per member', zh: '每位会员上限' } },
  normaliser: { kind: 'choice', name: { en: 'normal form', zh: '标准形式' }, choices: normaliserWords },
  blockedValues: {
    kind: 'list',
    name: { en: 'blocked values', zh: '屏蔽值' },
    item: { kind: 'text', noun: { en: 'blocked value', zh: '屏蔽值' } },
  },
} as const satisfies WordsOf<IdentityPolicy>;

const identitiesWords: DocumentWords = {
  title: { en: 'Identity policies', zh: '身份策略' },
  keys: {
    types: {
      kind: 'list',
      name: { en: 'types', zh: '类型' },
      item: {
        kind: 'object',
        noun: { en: 'policy of', zh: '身份策略' },
        identifiedBy: ['type'],
        keys: policyWords,
      },
    },
  },
};

export const identitiesKind: DocumentKind = {
  path: identitiesPath,
  countMax: 1,
  words: identitiesWords,
  schema: identitiesSchema,
};

/** `identities.json`: policies that stand instead of the default ones of the same type. */
export function parseIdentities(value: FactValue | undefined, spot: Spot): readonly IdentityPolicy[] | null {
  const object = readObject(value, spot, documentKeys);
  if (object === null) return null;
  const policies: IdentityPolicy[] = [];
  const typesSpot = at(spot, 'types');
  for (const [index, item] of readList(object['types'], typesSpot, identityPoliciesMax).entries()) {
    const policy = parsePolicy(item, at(typesSpot, index));
    if (policy === null) continue;
    if (policies.some((known) => known.type === policy.type))
      tell(at(typesSpot, index), 'identities.type_twice', `There are two policies for "${policy.type}".`);
    policies.push(policy);
  }
  return policies;
}

function parsePolicy(value: FactValue, spot: Spot): IdentityPolicy | null {
  const object = readObject(value, spot, policyKeys);
  if (object === null) return null;
  const type = readText(object['type'], at(spot, 'type'));
  if (type !== null && !identityTypePattern.test(type))
    tell(
      at(spot, 'type'),
      'identities.not_a_type',
      'A type such as phone, external_id:crm or external_id:* is expected here.',
    );
  const strength = readChoice(object['strength'], at(spot, 'strength'), strengths);
  const priority = readNumber(object['priority'], at(spot, 'priority'), identityPolicyBounds.priority);
  const perMemberMax = readNumber(object['perMemberMax'], at(spot, 'perMemberMax'), identityPolicyBounds.perMemberMax);
  const normaliser = readChoice(object['normaliser'], at(spot, 'normaliser'), normalisers);
  const blockedSpot = at(spot, 'blockedValues');
  const blockedValues = readList(object['blockedValues'] ?? [], blockedSpot, blockedValuesMax)
    .map((blocked, index) => readText(blocked, at(blockedSpot, index)))
    .filter((blocked) => blocked !== null);
  if (type === null || strength === null || priority === null || perMemberMax === null || normaliser === null)
    return null;
  return { type, strength, priority, perMemberMax, normaliser, blockedValues };
}

function identitiesSchema(): JsonSchema {
  const policy = objectSchema(
    policyKeys,
    {
      type: help(
        'A type such as phone or external_id:crm, or a family such as external_id:*.',
        patternSchema(identityTypePattern),
      ),
      strength: help('`strong`: whoever has it is the same person.', choiceSchema(strengths)),
      priority: help('Smaller is stronger.', numberSchema(identityPolicyBounds.priority)),
      perMemberMax: help('How many of them one member may hold.', numberSchema(identityPolicyBounds.perMemberMax)),
      normaliser: help('How values are made comparable.', choiceSchema(normalisers)),
      blockedValues: help(
        "Values that never identify anybody, such as the till's own number.",
        orNull(listSchema(textSchema(), { max: blockedValuesMax })),
      ),
    },
    ['blockedValues'],
  );
  const types = listSchema(policy, { max: identityPoliciesMax, isUnique: true });
  return {
    title: 'Identities',
    description: 'Policies that stand instead of the default ones of the same type.',
    ...objectSchema(documentKeys, { types: help('One policy for each type; each is whole.', types) }),
  };
}
