import type { CategoryOf } from './enrich-lines.ts';

export interface ProductCatalogue {
  readonly categoryOf: CategoryOf;
  /** Makes the categories of these products known, in one look-up for all that are not. */
  prefetch(productIds: readonly string[]): Promise<void>;
  /** Forgets what changed. */
  forget(productIds: readonly string[]): void;
}

export interface CatalogueOptions {
  /** Current categories; products that are not known are absent. */
  readonly readCategories: (productIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly now: () => number;
}

/** How long another process's change may stay unnoticed here. */
const keptMs = 60_000;
const productsMax = 200_000;

interface Known {
  readonly category: string | undefined;
  readonly until: number;
}

/** The product catalogue as ingest needs it: answers from memory, after a look-up for each batch. */
export function createProductCatalogue(options: CatalogueOptions): ProductCatalogue {
  const known = new Map<string, Known>();
  return {
    categoryOf: (productId) => known.get(productId)?.category,
    async prefetch(productIds) {
      const now = options.now();
      const wanted = [...new Set(productIds)].filter((id) => (known.get(id)?.until ?? 0) <= now);
      if (wanted.length === 0) return;
      if (known.size + wanted.length > productsMax) known.clear();
      const found = await options.readCategories(wanted);
      for (const id of wanted) known.set(id, { category: found.get(id), until: now + keptMs });
    },
    forget(productIds) {
      for (const id of productIds) known.delete(id);
    },
  };
}
