import type { Analysis } from '../findings/analysis.ts';
import type { Locale } from './words.ts';

export function renderReport(analysis: Analysis, locale: Locale): string {
  return `<!doctype html><html lang="${locale}"><title>${analysis.people}</title></html>`;
}
