import type { ThemeName } from '../theme/tokens.ts';

/** What a stage looks like, the same in chips, charts and flows. The shape tells it without the colour. */
export interface StageStyle {
  readonly colour: string;
  /** Outline of a mark in a box of 16 by 16, for SVG and for ECharts (`path://`). */
  readonly shape: string;
}

export interface StyledStage {
  readonly id: string;
  readonly role: StageRole;
  /** `#rrggbb` chosen in the lifecycle editor; the palette of the role when absent. */
  readonly color?: string | undefined;
}

export type StageRole = 'potential' | 'alive' | 'cooling' | 'lost';

const roleColours: Readonly<Record<ThemeName, Readonly<Record<StageRole, readonly string[]>>>> = {
  light: {
    potential: ['#8d867a', '#6e685e', '#a59c8d'],
    alive: ['#4e9f7c', '#1f5c45', '#2f8f8a', '#0f3d2e', '#6f9a3f'],
    cooling: ['#d39324', '#a8690f', '#c27a4a'],
    lost: ['#a8483f', '#7c4f49', '#8f3b52'],
  },
  dark: {
    potential: ['#9b9386', '#7f786c', '#b8afa1'],
    alive: ['#7cc5a4', '#3f9c77', '#4fb3ad', '#a5dcc4', '#9dc46c'],
    cooling: ['#e0ab52', '#b97d2a', '#d99a70'],
    lost: ['#cf6f64', '#a07770', '#c46f86'],
  },
};

// Alive shapes are filled and whole, cooling ones are open or cut, lost ones are crossed: readable in one colour.
const roleShapes: Readonly<Record<StageRole, readonly string[]>> = {
  potential: [
    'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12zm0 2.4a3.6 3.6 0 1 1 0 7.2a3.6 3.6 0 1 1 0-7.2z',
    'M2 2h12v12H2zm2.4 2.4v7.2h7.2V4.4z',
    'M8 1l7 7-7 7-7-7zm0 3.4L4.4 8 8 11.6 11.6 8z',
  ],
  alive: [
    'M8 2L14.5 13.5H1.5z',
    'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z',
    'M8 1l7 7-7 7-7-7z',
    'M8 1l2.1 4.6 4.9.5-3.7 3.3 1.1 4.9L8 11.8l-4.4 2.5 1.1-4.9L1 6.1l4.9-.5z',
    'M2.5 2.5h11v11h-11z',
  ],
  cooling: [
    'M8 2a6 6 0 0 0 0 12zm0 0a6 6 0 0 1 0 12v-2a4 4 0 0 0 0-8z',
    'M10.5 2.2A6 6 0 1 0 14 9.6A5 5 0 0 1 10.5 2.2z',
    'M2 5h12v6H2z',
  ],
  lost: [
    'M3.8 2L8 6.2 12.2 2 14 3.8 9.8 8 14 12.2 12.2 14 8 9.8 3.8 14 2 12.2 6.2 8 2 3.8z',
    'M6.7 2h2.6v4.7H14v2.6H9.3V14H6.7V9.3H2V6.7h4.7z',
    'M2 6.5h12v3H2z',
  ],
};

/** Styles of all stages of one lifecycle: within a role, in the order of the lifecycle. */
export function styleStages(stages: readonly StyledStage[], theme: ThemeName): ReadonlyMap<string, StageStyle> {
  const seen: Record<StageRole, number> = { potential: 0, alive: 0, cooling: 0, lost: 0 };
  const styles = new Map<string, StageStyle>();
  for (const stage of stages) {
    const index = seen[stage.role]++;
    const colours = roleColours[theme][stage.role];
    const shapes = roleShapes[stage.role];
    styles.set(stage.id, {
      colour: stage.color ?? colours[index % colours.length] ?? '#8d867a',
      shape: shapes[index % shapes.length] ?? '',
    });
  }
  return styles;
}

export interface MovementColours {
  readonly added: string;
  readonly reactivated: string;
  readonly cooled: string;
  readonly lost: string;
}

/** Colours of gains and losses: those of the roles that members move into. */
export function movementColours(theme: ThemeName): MovementColours {
  const [added = '', reactivated = ''] = roleColours[theme].alive;
  const [cooled = ''] = roleColours[theme].cooling;
  const [lost = ''] = roleColours[theme].lost;
  return { added, reactivated, cooled, lost };
}
