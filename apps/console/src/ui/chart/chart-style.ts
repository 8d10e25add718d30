import { inkOn } from '../../theme/contrast.ts';
import { fontFamily, palettes } from '../../theme/tokens.ts';
import type { ThemeName } from '../../theme/tokens.ts';

/** What all charts share: quiet axes, readable labels, no animation that hides the figures. */
export function chartBase(theme: ThemeName) {
  const palette = palettes[theme];
  return {
    animation: false,
    aria: { enabled: true },
    textStyle: { fontFamily, color: palette.text },
    tooltip: {
      backgroundColor: palette.surface,
      borderColor: palette.lineStrong,
      textStyle: { color: palette.text, fontFamily, fontSize: 12 },
      confine: true,
    },
  } as const;
}

/** What the tooltip calls each place, and, where there is less room, what stands under the axis. */
export function categoryAxis(theme: ThemeName, names: readonly string[], labels: readonly string[] = names) {
  const palette = palettes[theme];
  return {
    type: 'category',
    data: [...names],
    axisLine: { lineStyle: { color: palette.lineStrong } },
    axisTick: { show: false },
    axisLabel: {
      color: palette.textQuiet,
      fontSize: 11,
      lineHeight: 14,
      hideOverlap: true,
      formatter: (name: string, index: number) => labels[index] ?? name,
    },
  } as const;
}

/** Amounts are in minor units: no tick is between two of the least that there is, as there are no half members. */
export function valueAxis(theme: ThemeName, format: (value: number) => string, least = 1) {
  const palette = palettes[theme];
  return {
    type: 'value',
    splitNumber: 4,
    minInterval: least,
    axisLabel: { color: palette.textQuiet, fontSize: 11, formatter: format },
    splitLine: { lineStyle: { color: palette.line } },
  } as const;
}

export function chartLegend(theme: ThemeName) {
  const palette = palettes[theme];
  return {
    top: 0,
    left: 0,
    itemWidth: 11,
    itemHeight: 11,
    itemGap: 14,
    type: 'plain',
    textStyle: { color: palette.text, fontSize: 12 },
  } as const;
}

/** How a bar looks that is of a part of its week or month alone. */
export function partialStyle(theme: ThemeName) {
  const palette = palettes[theme];
  return {
    opacity: 0.62,
    decal: {
      symbol: 'rect',
      color: palette.surface,
      dashArrayX: [1, 0],
      dashArrayY: [2, 5],
      rotation: -Math.PI / 4,
    },
  } as const;
}

/** A figure on its own bar. */
export function barLabelStyle(ground: string) {
  return { color: inkOn(ground), fontSize: 10, textBorderWidth: 0 } as const;
}

export function labelStyle(theme: ThemeName) {
  const palette = palettes[theme];
  return { color: palette.text, fontSize: 11, textBorderColor: palette.surface, textBorderWidth: 2 } as const;
}
