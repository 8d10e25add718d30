/**
 * The palette: one evergreen for action and for what is alive, warm greys, amber for cooling, a muted red for loss. Every
 * pair of text and ground used in the console has a contrast of at least 4.5 (marks and lines: 3), which the test checks.
 */
export type ThemeName = 'light' | 'dark';

export interface Palette {
  readonly ground: string;
  readonly surface: string;
  /** Raised on the surface: table heads, hovered rows, wells. */
  readonly sunken: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly textQuiet: string;
  readonly action: string;
  readonly actionText: string;
  readonly onAction: string;
  readonly selected: string;
  readonly warning: string;
  readonly warningGround: string;
  readonly dangerGround: string;
  readonly danger: string;
  readonly focus: string;
}

export const palettes: Readonly<Record<ThemeName, Palette>> = {
  light: {
    ground: '#f5f3ee',
    surface: '#ffffff',
    sunken: '#f8f6f2',
    line: '#e6e1d8',
    lineStrong: '#cdc6ba',
    text: '#26241f',
    textQuiet: '#655f56',
    action: '#1f5c45',
    actionText: '#1f5c45',
    onAction: '#ffffff',
    selected: '#e5efe9',
    warning: '#8a5a0b',
    warningGround: '#fbf3e1',
    dangerGround: '#fbeeec',
    danger: '#a23b32',
    focus: '#2f7d5f',
  },
  dark: {
    ground: '#161513',
    surface: '#1f1e1b',
    sunken: '#26241f',
    line: '#35322c',
    lineStrong: '#4f4a42',
    text: '#ece8e0',
    textQuiet: '#aaa398',
    action: '#2f7d5f',
    actionText: '#7cc5a4',
    onAction: '#ffffff',
    selected: '#223a30',
    warning: '#e0ab52',
    warningGround: '#332b1b',
    dangerGround: '#382421',
    danger: '#e08a80',
    focus: '#7cc5a4',
  },
};

/** Members without a comparison and other neutral series. */
export const neutralSeries: Readonly<Record<ThemeName, string>> = { light: '#8d867a', dark: '#8f887c' };

export const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";
export const monoFamily = "ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace";

/** Writes the palette as custom properties, for our own style sheet. */
export function applyPalette(theme: ThemeName, root: HTMLElement): void {
  root.dataset['theme'] = theme;
  root.style.colorScheme = theme;
  const palette: Readonly<Record<string, string>> = { ...palettes[theme] };
  for (const [name, value] of Object.entries(palette)) root.style.setProperty(`--${kebab(name)}`, value);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
