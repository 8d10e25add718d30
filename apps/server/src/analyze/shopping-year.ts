import type { ShoppingYear } from '@perennial/domain/models';

const byCurrency: Readonly<Record<string, ShoppingYear>> = {
  CNY: 'china',
  GBP: 'united-kingdom',
  USD: 'united-states',
  EUR: 'europe',
};
const byCountry: readonly (readonly [RegExp, ShoppingYear])[] = [
  [/^(china|cn|chn|中国|中國)$/i, 'china'],
  [/^(united kingdom|uk|gb|gbr|great britain|england)$/i, 'united-kingdom'],
  [/^(united states|usa|us|united states of america)$/i, 'united-states'],
  [
    /^(germany|deutschland|france|spain|italy|netherlands|belgium|austria|ireland|portugal|de|fr|es|it|nl|be|at|ie|pt)$/i,
    'europe',
  ],
];

export interface ShoppingYearEvidence {
  readonly currency: string;
  readonly country: string;
  readonly columns: readonly string[];
}

/** Whose holidays the buyers keep, from the country that most lines name, the currency, or a header in Chinese; `none` where nothing tells. */
export function guessShoppingYear({ currency, country, columns }: ShoppingYearEvidence): ShoppingYear {
  const named = byCountry.find(([shape]) => shape.test(country.trim()))?.[1];
  if (named !== undefined) return named;
  if (byCurrency[currency] !== undefined) return byCurrency[currency];
  return columns.some((column) => /\p{Script=Han}/u.test(column)) ? 'china' : 'none';
}
