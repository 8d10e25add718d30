import { categoryCyclesMax } from '@perennial/domain';
import type { CategoryCycle } from './statistics-document.ts';

export const pageSize = 25;

/** Cycles whose category contains the text, one page of them (from 1), and how many there are. */
export function cyclesOfPage(
  cycles: readonly CategoryCycle[],
  search: string,
  page: number,
): { readonly rows: readonly CategoryCycle[]; readonly count: number } {
  const wanted = search.trim().toLowerCase();
  const found = cycles.filter(({ category }) => category.toLowerCase().includes(wanted));
  const last = Math.max(1, Math.ceil(found.length / pageSize));
  const start = (Math.min(page, last) - 1) * pageSize;
  return { rows: found.slice(start, start + pageSize), count: found.length };
}

/** Why a category cannot be added: nothing is given, it is there already, or no more may be. */
export function whyNotAdded(cycles: readonly CategoryCycle[], category: string): 'empty' | 'taken' | 'full' | null {
  const wanted = category.trim();
  if (wanted === '') return 'empty';
  if (cycles.some((cycle) => cycle.category === wanted)) return 'taken';
  return cycles.length >= categoryCyclesMax ? 'full' : null;
}

/** The new one stands first, where it is seen. */
export function addCycle(cycles: readonly CategoryCycle[], category: string, days: number): readonly CategoryCycle[] {
  return whyNotAdded(cycles, category) === null ? [{ category: category.trim(), days }, ...cycles] : cycles;
}

export function changeCycle(
  cycles: readonly CategoryCycle[],
  category: string,
  days: number | null,
): readonly CategoryCycle[] {
  return cycles.map((cycle) => (cycle.category === category ? { ...cycle, days } : cycle));
}

export function removeCycle(cycles: readonly CategoryCycle[], category: string): readonly CategoryCycle[] {
  return cycles.filter((cycle) => cycle.category !== category);
}
