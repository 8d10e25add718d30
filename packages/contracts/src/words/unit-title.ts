import type { ProblemLanguage } from '../errors/problem.ts';

/** The title of a column with what its values are counted in: a currency, a zone. `Net sales (CNY)`. */
export function unitTitle(title: string, unit: string, language: ProblemLanguage): string {
  return language === 'zh' ? `${title}(${unit})` : `${title} (${unit})`;
}
