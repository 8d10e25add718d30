import type { LocalizedText } from '@perennial/contracts';
import type { FactPayload, FactValue, ProgramDocuments } from '@perennial/domain';

/** The rule that gave units, as an answer names it. */
export interface NamedRule {
  readonly id: string;
  readonly name: LocalizedText;
  readonly programVersion: number;
}

/** Names rules as the versions called them that they were applied under. */
export type RuleNames = (
  applied: readonly { readonly rule: string; readonly programVersion: number }[],
) => Promise<(rule: string, programVersion: number) => NamedRule | null>;

/** Published versions never change; as many are remembered. */
const versionsKept = 200;
const rulesFolder = 'earning/';

export function createRuleNames(documentsOf: (version: number) => Promise<ProgramDocuments | null>): RuleNames {
  const known = new Map<number, ReadonlyMap<string, LocalizedText>>();
  const namesOf = async (version: number) => {
    const names = known.get(version) ?? namesIn((await documentsOf(version)) ?? {});
    known.set(version, names);
    const [oldest] = known.keys();
    if (known.size > versionsKept && oldest !== undefined) known.delete(oldest);
    return [version, names] as const;
  };
  return async (applied) => {
    const versions = new Set(applied.flatMap(({ rule, programVersion }) => (rule === '' ? [] : [programVersion])));
    const names = new Map(await Promise.all([...versions].map(namesOf)));
    return (rule, programVersion) => {
      if (rule === '') return null;
      return { id: rule, name: names.get(programVersion)?.get(rule) ?? { en: rule, zh: rule }, programVersion };
    };
  };
}

function namesIn(documents: ProgramDocuments): ReadonlyMap<string, LocalizedText> {
  return new Map(
    Object.entries(documents).flatMap(([path, document]) => {
      if (!path.startsWith(rulesFolder)) return [];
      const id = path.slice(rulesFolder.length).replace(/\.json$/u, '');
      const name = isObject(document) ? document['name'] : undefined;
      const { en, zh } = isObject(name) ? name : {};
      return [[id, { en: typeof en === 'string' ? en : id, zh: typeof zh === 'string' ? zh : id }]];
    }),
  );
}

function isObject(value: FactValue | undefined): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
