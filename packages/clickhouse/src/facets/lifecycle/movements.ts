/** What a transition means for the brand. */
export const movements = ['added', 'reactivated', 'cooled', 'lost'] as const;
export type Movement = (typeof movements)[number];

/** What a lifecycle's stages mean, from its document. */
export interface StageRoles {
  readonly cooling: readonly string[];
  readonly lost: readonly string[];
}

/** Transitions of a timeline as tuples: stage from ('' for a first entry), stage to, instant, whether it is a reactivation. */
export const transitions = `arrayZip(arrayPushFront(arrayPopBack(stage), ''), stage, from_at, is_reactivation)`;

/**
 * Whether `move`, one of the transitions, is such a movement; the same for a figure and for the list that it opens. `roles`: places of two
 * parameters, lists of stages.
 */
export function movementSql(movement: Movement, roles: { readonly cooling: string; readonly lost: string }): string {
  const into = (stages: string) => `(has(${stages}, move.2) and move.1 != '' and not has(${stages}, move.1))`;
  switch (movement) {
    case 'added':
      return `move.1 = ''`;
    case 'reactivated':
      return 'move.4';
    case 'cooled':
      return into(roles.cooling);
    case 'lost':
      return into(roles.lost);
  }
}
