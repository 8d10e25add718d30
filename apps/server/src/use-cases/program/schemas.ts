import type { LocalizedText } from '@perennial/contracts';
import { schemaSuffix, schemasOfProgram } from '@perennial/domain';
import type { Facets, JsonSchema } from '@perennial/domain';
import { ProblemError } from '../kernel/problem-error.ts';
import type { FindVersion } from './versions.ts';

export type Schemas = ReturnType<typeof createSchemas>;

/** By which editors complete and check the documents of the program in force; those of any program while there is none. */
export function createSchemas({ facets, findVersion }: { readonly facets: Facets; readonly findVersion: FindVersion }) {
  const all = async () => {
    const current = await findVersion(undefined);
    return [...schemasOfProgram(current?.documents ?? {}, facets)].map(([file, schema]) => ({
      kind: file.slice(0, -schemaSuffix.length),
      file,
      schema,
    }));
  };
  return {
    all,
    /** Throws `resource.not_found`, with the kinds that there are. */
    async of(kind: string): Promise<JsonSchema> {
      const schemas = await all();
      const found = schemas.find((one) => one.kind === kind);
      if (found !== undefined) return found.schema;
      throw new ProblemError('resource.not_found', { detail: noKind(schemas.map((one) => one.kind)) });
    },
  };
}

function noKind(kinds: readonly string[]): LocalizedText {
  return {
    en: `There is no such kind of document. There are: ${kinds.join(', ')}.`,
    zh: `没有该类文档。现有：${kinds.join('、')}。`,
  };
}
