import { pathsOf } from '../../../kernel/documents/document.ts';
import type { ProgramDocuments } from '../../../kernel/documents/document.ts';
import type { DocumentKind } from '../../../kernel/document-kind.ts';
import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';
import { isObject } from '../../../kernel/documents/read-json.ts';
import type { ParseUse } from '../../../kernel/facet.ts';
import { walletsFolder } from '../../wallets/documents/wallet-document.ts';
import { parseTierSet } from './parse-tier-set.ts';
import type { ParsedTierSet } from './parse-tier-set.ts';
import { tierSetsMax, tiersFolder } from './tier-set.ts';
import { tierSetSchema } from './tier-schema.ts';
import { tierSetWords } from './words.ts';

export const tiersKind: DocumentKind = {
  path: tiersFolder,
  countMax: tierSetsMax,
  words: tierSetWords,
  schema: tierSetSchema,
};

/** The tier sets of a program, in the order of their paths; null where a problem was told. */
export function parseTierSets({ documents, catalogue, problemsOf }: ParseUse): readonly ParsedTierSet[] | null {
  const paths = pathsOf(documents, tiersKind);
  if (paths.length > tierSetsMax)
    problemsOf(tiersFolder).add('program.too_many_tier_sets', '', `A program holds at most ${tierSetsMax} tier sets.`);
  const sets = paths.flatMap((path) => {
    const problems = problemsOf(path);
    const set = parseTierSet(documents[path], { path: '', problems }, catalogue);
    if (set === null) return [];
    if (`${tiersFolder}${set.document.id}.json` !== path)
      problems.add('tier.wrong_path', 'id', `The id does not fit the path ${path}.`);
    for (const [index, { wallet }] of set.document.measures.entries())
      if (wallet !== null && documents[`${walletsFolder}${wallet}.json`] === undefined)
        problems.add('tier.unknown_wallet', `measures[${index}].wallet`, `There is no wallet "${wallet}".`);
    return [set];
  });
  return sets.length === paths.length ? sets : null;
}

export interface DeclaredTierSet {
  readonly id: string;
  readonly name: LocalizedText;
}

/** Ids and names of the tier sets that documents declare, which need not be sound. */
export function declaredTierSets(documents: ProgramDocuments): readonly DeclaredTierSet[] {
  return pathsOf(documents, tiersKind).map((path) => {
    const id = path.slice(tiersFolder.length).replace(/\.json$/u, '');
    const document = documents[path];
    const name = isObject(document) && isObject(document['name']) ? document['name'] : {};
    const { en, zh } = name;
    return { id, name: { en: typeof en === 'string' ? en : id, zh: typeof zh === 'string' ? zh : id } };
  });
}
