import type { FactPayload, FactValue, ProgramDocuments } from '@perennial/domain';

const lifecyclePath = /^lifecycles\/[^/]+\.json$/;
/** What a screen needs to show a stage by. */
const stageParts = ['id', 'name', 'role', 'color', 'order'];
const lifecycleParts = ['id', 'name', 'recencyOf'];

/** The lifecycles alone, and of them what their stages are called and look like. */
export function namesIn(documents: ProgramDocuments): ProgramDocuments {
  return Object.fromEntries(
    Object.entries(documents).flatMap(([path, document]) => {
      if (!lifecyclePath.test(path) || !isObject(document)) return [];
      const stages = document['stages'];
      const named = Array.isArray(stages) ? stages.filter(isObject).map((stage) => partsOf(stage, stageParts)) : [];
      return [[path, { ...partsOf(document, lifecycleParts), stages: named }]];
    }),
  );
}

function partsOf(object: FactPayload, names: readonly string[]): FactPayload {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));
}

function isObject(value: FactValue | undefined): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
