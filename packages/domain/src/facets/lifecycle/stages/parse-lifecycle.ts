import { checkCondition } from '../../../conditions/check-condition.ts';
import { conditionDefinitions, conditionSchema } from '../../../conditions/condition-schema.ts';
import type { Condition, ConditionNode } from '../../../conditions/condition.ts';
import type { FieldCatalogue } from '../../../kernel/fields/world.ts';
import type { FactValue } from '../../../kernel/base/payload.ts';
import type { SchemaUse } from '../../../kernel/document-kind.ts';
import {
  choiceSchema,
  help,
  idSchema,
  listSchema,
  localizedSchema,
  numberSchema,
  objectSchema,
  orNull,
  textSchema,
} from '../../../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../../../kernel/documents/json-schema.ts';
import {
  at,
  isObject,
  readChoice,
  readId,
  readList,
  readLocalized,
  readNumber,
  readObject,
  readText,
  tell,
} from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import { recencyChoices, stageRoles, stagesMax } from './lifecycle-document.ts';
import type { LifecycleDocument, RecencyChoice, StageDocument } from './lifecycle-document.ts';

export interface ParsedLifecycle {
  readonly document: LifecycleDocument;
  /** The checked condition of each stage, null for the last resort. */
  readonly nodes: readonly (ConditionNode | null)[];
}

export const recencyFields: Readonly<Record<RecencyChoice, string>> = {
  purchase: 'purchase.last',
  interaction: 'interaction.last',
  sign_in: 'sign_in.last',
};

const lifecycleKeys = ['id', 'name', 'recencyOf', 'stages'] as const;
const stageKeys = ['id', 'name', 'role', 'color', 'order', 'condition'] as const;
const stagesMin = 2;
const colorLengthMax = 30;
const orderRange = { min: 0, max: 100 } as const;

/** Reads a lifecycle document; every problem is told to `spot`, and null given when there was one. */
export function parseLifecycle(
  value: FactValue | undefined,
  spot: Spot,
  catalogue: FieldCatalogue,
): ParsedLifecycle | null {
  const before = spot.problems.problems.length;
  const object = readObject(value, spot, lifecycleKeys);
  if (object === null) return null;
  const id = readId(object['id'], at(spot, 'id'));
  const name = readLocalized(object['name'], at(spot, 'name'));
  const recencyOf = readChoice(object['recencyOf'], at(spot, 'recencyOf'), recencyChoices);
  const stages: { document: StageDocument; node: ConditionNode | null }[] = [];
  const stagesSpot = at(spot, 'stages');
  const items = readList(object['stages'], stagesSpot, stagesMax);
  if (items.length < stagesMin) tell(stagesSpot, 'lifecycle.too_few_stages', 'A lifecycle needs at least two stages.');
  for (const [index, item] of items.entries()) {
    const isLast = index === items.length - 1;
    const stage = parseStage(item, at(stagesSpot, index), { catalogue, recencyOf: recencyOf ?? 'purchase', isLast });
    if (stage === null) continue;
    if (stages.some((known) => known.document.id === stage.document.id)) {
      tell(at(stagesSpot, index), 'lifecycle.stage_twice', `There are two stages "${stage.document.id}".`);
    }
    stages.push(stage);
  }
  if (spot.problems.problems.length > before || id === null || name === null || recencyOf === null) return null;
  const document = { id, name, recencyOf, stages: stages.map((stage) => stage.document) };
  return { document, nodes: stages.map((stage) => stage.node) };
}

interface StageUse {
  readonly catalogue: FieldCatalogue;
  readonly recencyOf: RecencyChoice;
  readonly isLast: boolean;
}

function parseStage(
  value: FactValue,
  spot: Spot,
  use: StageUse,
): { document: StageDocument; node: ConditionNode | null } | null {
  const object = readObject(value, spot, stageKeys);
  if (object === null) return null;
  const id = readId(object['id'], at(spot, 'id'));
  const name = readLocalized(object['name'], at(spot, 'name'));
  const role = readChoice(object['role'], at(spot, 'role'), stageRoles);
  const color = object['color'] === undefined ? null : readText(object['color'], at(spot, 'color'), colorLengthMax);
  const order = object['order'] === undefined ? null : readNumber(object['order'], at(spot, 'order'), orderRange);
  const raw = object['condition'] ?? null;
  const node = parseStageCondition(raw, at(spot, 'condition'), use);
  if (id === null || name === null || role === null) return null;
  const condition = isObject(raw) && node !== null ? toCondition(raw) : null;
  return {
    document: { id, name, role, ...(color === null ? {} : { color }), ...(order === null ? {} : { order }), condition },
    node,
  };
}

function parseStageCondition(raw: FactValue, spot: Spot, use: StageUse): ConditionNode | null {
  if (raw === null) {
    if (!use.isLast)
      tell(spot, 'lifecycle.hidden_stages', 'Only the last stage may be without a condition: it hides those after it.');
    return null;
  }
  if (use.isLast) {
    tell(spot, 'lifecycle.no_last_resort', 'The last stage takes whoever is left and has no condition.');
    return null;
  }
  return checkCondition(raw, spot, {
    catalogue: use.catalogue,
    purpose: 'timeline',
    recencyField: recencyFields[use.recencyOf],
  });
}

/** The schema of a lifecycle. It sees that one stage has no condition, and leaves it to the parser that it is the last. */
export function lifecycleSchema(use: SchemaUse): JsonSchema {
  const recencyField = Object.values(recencyFields);
  const stages = listSchema(stageSchema(), { min: stagesMin, max: stagesMax, isUnique: true });
  const lifecycle = objectSchema(lifecycleKeys, {
    id: help('The name of its document: lifecycles/<id>.json.', idSchema),
    name: localizedSchema('What people call the lifecycle.'),
    recencyOf: help('What `recency.last` means in its conditions.', choiceSchema(recencyChoices)),
    stages: {
      description:
        "By precedence: the first stage whose condition holds is the member's. The last one has no condition and takes whoever is left.",
      ...stages,
      contains: { type: 'object', properties: { condition: { type: 'null' } } },
      minContains: 1,
      maxContains: 1,
    },
  });
  return {
    title: 'Lifecycle',
    description: 'Stages that members pass.',
    ...lifecycle,
    $defs: conditionDefinitions({ ...use, purpose: 'timeline', recencyFields: recencyField }),
  };
}

function stageSchema(): JsonSchema {
  return objectSchema(
    stageKeys,
    {
      id: help('Within the lifecycle; what was published keeps its id.', idSchema),
      name: localizedSchema('What people call the stage.'),
      role: help(
        'What the stage means. A move from `cooling` or `lost` to `alive` is a reactivation.',
        choiceSchema(stageRoles),
      ),
      color: help('A hint for charts; each role has a colour of its own.', textSchema(colorLengthMax)),
      order: help(
        'Place in charts, where it is not that of precedence; smaller stands first.',
        numberSchema(orderRange),
      ),
      condition: help('Who is in the stage; null for the last one.', orNull(conditionSchema)),
    },
    ['color', 'order', 'condition'],
  );
}

/** The parse boundary: `checkCondition` has found the shape to be a condition. */
function toCondition(checked: FactValue): Condition {
  return checked as unknown as Condition;
}
