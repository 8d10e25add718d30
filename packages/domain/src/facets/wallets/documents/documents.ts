import type { DocumentKind } from '../../../kernel/document-kind.ts';
import { pathsOf } from '../../../kernel/documents/document.ts';
import type { ProgramDocuments } from '../../../kernel/documents/document.ts';
import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';
import { isObject } from '../../../kernel/documents/read-json.ts';
import type { ParseUse } from '../../../kernel/facet.ts';
import { parseWallet } from './parse-wallet.ts';
import type { ParsedWallet } from './parse-wallet.ts';
import { walletsFolder, walletsMax } from './wallet-document.ts';
import { walletSchema } from './wallet-schema.ts';
import { walletWords } from './words.ts';

export const walletsKind: DocumentKind = {
  path: walletsFolder,
  countMax: walletsMax,
  words: walletWords,
  schema: walletSchema,
};

/** The wallets of a program, in the order of their paths; null where a problem was told. */
export function parseWallets({ documents, catalogue, problemsOf }: ParseUse): readonly ParsedWallet[] | null {
  const paths = pathsOf(documents, walletsKind);
  if (paths.length > walletsMax)
    problemsOf(walletsFolder).add('program.too_many_wallets', '', `A program holds at most ${walletsMax} wallets.`);
  const wallets = paths.flatMap((path) => {
    const problems = problemsOf(path);
    const wallet = parseWallet(documents[path], { path: '', problems }, catalogue);
    if (wallet !== null && `${walletsFolder}${wallet.document.id}.json` !== path)
      problems.add('wallet.wrong_path', 'id', `The id does not fit the path ${path}.`);
    return wallet ?? [];
  });
  return wallets.length === paths.length ? wallets : null;
}

/** Ids and names of the wallets that documents declare, which need not be sound. */
export function declaredWallets(
  documents: ProgramDocuments,
): readonly { readonly id: string; readonly name: LocalizedText }[] {
  return pathsOf(documents, walletsKind).map((path) => {
    const id = path.slice(walletsFolder.length).replace(/\.json$/u, '');
    const document = documents[path];
    const name = isObject(document) && isObject(document['name']) ? document['name'] : {};
    const { en, zh } = name;
    return { id, name: { en: typeof en === 'string' ? en : id, zh: typeof zh === 'string' ? zh : id } };
  });
}
