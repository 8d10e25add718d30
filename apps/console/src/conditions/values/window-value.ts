/** The parts of each kind of window. A window of nothing may be written: the program says what is wrong with it, which a jump to one would not. */
export type WindowKind = 'days' | 'personal' | 'cycle';

export interface WindowPart {
  readonly name: 'days' | 'multiple' | 'minDays' | 'maxDays' | 'fallbackDays';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly first: number;
}

const windowDaysMax = 3660;
const multiple = { name: 'multiple', min: 0.1, max: 20, step: 0.5, first: 2 } as const;

export const windowParts: Readonly<Record<WindowKind, readonly WindowPart[]>> = {
  days: [{ name: 'days', min: 0, max: windowDaysMax, step: 1, first: 90 }],
  personal: [
    multiple,
    { name: 'minDays', min: 0, max: windowDaysMax, step: 1, first: 30 },
    { name: 'maxDays', min: 0, max: windowDaysMax, step: 1, first: 180 },
  ],
  cycle: [multiple, { name: 'fallbackDays', min: 0, max: windowDaysMax, step: 1, first: 90 }],
};

/** A window of a kind: what the value before has in common with it is kept, the rest begins as usual. */
export function windowOfKind(kind: WindowKind, before: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parts = windowParts[kind].map(({ name, first }) => {
    const known = before[name];
    return [name, typeof known === 'number' ? known : first] as const;
  });
  return { window: kind, ...Object.fromEntries(parts) };
}
