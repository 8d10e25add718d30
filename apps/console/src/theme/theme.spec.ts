import { describe, expect, it } from 'vitest';
import { contrast, inkOn } from './contrast.ts';
import { styleStages } from '../stages/stage-style.ts';
import { palettes } from './tokens.ts';

const themes = ['light', 'dark'] as const;
const six = [
  { id: 'potential', role: 'potential' },
  { id: 'new', role: 'alive' },
  { id: 'active', role: 'alive' },
  { id: 'silent', role: 'cooling' },
  { id: 'dormant', role: 'cooling' },
  { id: 'churned', role: 'lost' },
] as const;

describe.each(themes)('the %s palette', (theme) => {
  const palette = palettes[theme];

  it('keeps text readable on every ground', () => {
    for (const ground of [palette.ground, palette.surface, palette.sunken, palette.selected]) {
      for (const text of [palette.text, palette.textQuiet, palette.actionText, palette.warning, palette.danger]) {
        expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(contrast(palette.text, palette.warningGround)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.text, palette.dangerGround)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.onAction, palette.action)).toBeGreaterThanOrEqual(4.5);
  });

  it('gives every stage its own colour and its own shape', () => {
    const styles = [...styleStages(six, theme).values()];
    expect(new Set(styles.map(({ colour }) => colour)).size).toBe(six.length);
    expect(new Set(styles.map(({ shape }) => shape)).size).toBe(six.length);
  });
});

it('writes on any colour in the ink that can be read', () => {
  for (const theme of themes) {
    for (const { colour } of styleStages(six, theme).values()) {
      expect(contrast(inkOn(colour), colour)).toBeGreaterThanOrEqual(4.5);
    }
  }
});

it('lets the lifecycle choose a colour', () => {
  const styles = styleStages([{ id: 'vip', role: 'alive', color: '#123456' }], 'light');
  expect(styles.get('vip')?.colour).toBe('#123456');
});
