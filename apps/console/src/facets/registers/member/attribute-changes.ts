/** An attribute as it is edited. */
export interface EditedAttribute {
  /** Of the row, while its name is typed. */
  readonly id: string;
  readonly name: string;
  readonly isNew: boolean;
  /** Its value is sealed: it can be replaced and taken away, and is not shown. */
  readonly isPersonal: boolean;
  /** As it is; undefined for a new or a sealed one. */
  readonly before: unknown;
  readonly value: unknown;
  readonly isRemoved: boolean;
}

interface Known {
  readonly name: string;
  readonly value: unknown;
  readonly isPersonal: boolean;
}

export function editedOf(attributes: readonly Known[]): readonly EditedAttribute[] {
  return attributes.map(({ name, value, isPersonal }) => {
    const shown = isPersonal ? undefined : value;
    return { id: name, name, isNew: false, isPersonal, before: shown, value: shown, isRemoved: false };
  });
}

export function newAttribute(id: string): EditedAttribute {
  return { id, name: '', isNew: true, isPersonal: false, before: undefined, value: '', isRemoved: false };
}

/** Lists and objects come from elsewhere and are not typed by hand. */
export function isTypedByHand(value: unknown): boolean {
  return value === undefined || value === null || typeof value !== 'object';
}

type TypedValue = string | number | boolean | null;
type AttributePatch = Readonly<Record<string, TypedValue>>;

/** What has to be told: the new values by name, null for what is taken away. Nothing of what stays. */
export function changesOf(edited: readonly EditedAttribute[]): AttributePatch {
  return Object.fromEntries(
    edited.flatMap((attribute): readonly (readonly [string, TypedValue])[] => {
      const { name, before, value, isNew, isRemoved } = attribute;
      if (isRemoved) return isNew ? [] : [[name, null]];
      const isTyped = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      // An empty text is nothing told; taking a value away is an act of its own.
      if (!isTyped || value === '' || value === before || name.trim() === '') return [];
      return [[name.trim(), value]];
    }),
  );
}

export type AttributeProblem = 'nameTwice' | 'nameMissing' | 'valueMissing';

/** What keeps the changes from being told; undefined where nothing does. */
export function problemOfChanges(edited: readonly EditedAttribute[]): AttributeProblem | undefined {
  const kept = edited.filter(({ isNew, isRemoved }) => !(isNew && isRemoved));
  const names = kept.map(({ name }) => name.trim());
  if (new Set(names).size < names.length) return 'nameTwice';
  if (kept.some(({ name }) => name.trim() === '')) return 'nameMissing';
  const isEmptied = ({ isRemoved, isPersonal, value, before }: EditedAttribute) =>
    !isRemoved && !isPersonal && value === '' && before !== '';
  return kept.some(isEmptied) ? 'valueMissing' : undefined;
}
