import { createBrand } from './brand.ts';
import type { Brand, DemoLocale, DemoProduct } from './brand.ts';
import { campaignsBetween } from './seasons.ts';
import type { Campaign } from './seasons.ts';

export const dayMs = 86_400_000;

/** What every story of one demo shares. */
export interface DemoWorld {
  readonly brand: Brand;
  /** Epoch milliseconds; nothing happens before or after. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly campaigns: readonly Campaign[];
  /** Milliseconds from a day's beginning in UTC to its beginning in the brand's zone, near enough for a story. */
  readonly midnightMs: number;
  /** Products by the head of their category path. */
  readonly shelves: readonly (readonly DemoProduct[])[];
}

const days = 730;

export function createWorld(locale: DemoLocale, endsAt: number): DemoWorld {
  const brand = createBrand(locale);
  const startsAt = endsAt - days * dayMs;
  const [from, to] = [new Date(startsAt).getUTCFullYear(), new Date(endsAt).getUTCFullYear()];
  const heads = [...new Set(brand.products.map(headOf))];
  return {
    brand,
    startsAt,
    endsAt,
    campaigns: campaignsBetween(locale, from, to),
    midnightMs: locale === 'zh' ? -8 * 3_600_000 : 0,
    shelves: heads.map((head) => brand.products.filter((product) => headOf(product) === head)),
  };
}

function headOf(product: DemoProduct): string {
  return product.category.split('/', 1)[0] ?? '';
}
