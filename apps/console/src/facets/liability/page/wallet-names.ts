import type { LocalizedText } from '@perennial/contracts';
import { walletsFolder } from '@perennial/domain';

export interface NamedWallet {
  readonly id: string;
  readonly name: LocalizedText;
}

/** The wallets of the program whose units are spent, by their documents and in the order of their ids: nothing is owed for what is only collected. */
export function walletsIn(documents: Readonly<Record<string, unknown>>): readonly NamedWallet[] {
  return Object.entries(documents)
    .filter(([path, document]) => path.startsWith(walletsFolder) && !isCollectedOnly(document))
    .map(([path, document]) => namedOf(path.slice(walletsFolder.length, -'.json'.length), document))
    .toSorted((one, other) => one.id.localeCompare(other.id));
}

function isCollectedOnly(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'kind' in document && document.kind === 'growth';
}

function namedOf(id: string, document: unknown): NamedWallet {
  const name = typeof document === 'object' && document !== null && 'name' in document ? document.name : null;
  if (typeof name !== 'object' || name === null) return { id, name: { en: id, zh: id } };
  const textOf = (language: 'en' | 'zh') => {
    const text: unknown = Object.entries(name).find(([key]) => key === language)?.[1];
    return typeof text === 'string' && text !== '' ? text : id;
  };
  return { id, name: { en: textOf('en'), zh: textOf('zh') } };
}
