import { theme as antTheme } from 'antd';
import type { ThemeConfig } from 'antd';
import { fontFamily, monoFamily, palettes } from './tokens.ts';
import type { ThemeName } from './tokens.ts';

/** Ant Design's tokens from our palette. Motion is off where the reader asked for less of it. */
export function createAntTheme(name: ThemeName, hasMotion: boolean): ThemeConfig {
  const palette = palettes[name];
  return {
    algorithm: name === 'dark' ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
    cssVar: { key: 'perennial' },
    hashed: false,
    token: {
      colorPrimary: palette.action,
      colorInfo: palette.action,
      colorSuccess: palette.action,
      colorWarning: name === 'dark' ? palette.warning : '#d39324',
      colorError: palette.danger,
      colorLink: palette.actionText,
      colorPrimaryBg: palette.selected,
      colorInfoBg: palette.selected,
      colorInfoBorder: palette.lineStrong,
      colorSuccessBg: palette.selected,
      colorSuccessBorder: palette.lineStrong,
      colorWarningBg: palette.warningGround,
      colorWarningBorder: palette.lineStrong,
      colorErrorBg: palette.dangerGround,
      colorErrorBorder: palette.lineStrong,
      colorBgLayout: palette.ground,
      colorBgContainer: palette.surface,
      colorBgElevated: name === 'dark' ? palette.sunken : palette.surface,
      colorBorder: palette.lineStrong,
      colorBorderSecondary: palette.line,
      colorText: palette.text,
      colorTextSecondary: palette.textQuiet,
      colorTextTertiary: palette.textQuiet,
      colorTextDescription: palette.textQuiet,
      colorTextPlaceholder: palette.textQuiet,
      fontFamily,
      fontFamilyCode: monoFamily,
      fontSize: 14,
      borderRadius: 6,
      wireframe: false,
      motion: hasMotion,
    },
    components: {
      // Days of the months beside are pale in the library's palette, and can be chosen all the same.
      DatePicker: { colorTextDisabled: palette.textQuiet },
      Table: { headerBg: palette.sunken, cellPaddingBlockSM: 7, headerSplitColor: 'transparent' },
      // The red of the dark palette is light, so that it can be read as text: on it stands dark text.
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        ...(name === 'dark' ? { dangerColor: palette.ground } : {}),
      },
      Tabs: {
        horizontalMargin: '0 0 16px 0',
        itemSelectedColor: palette.actionText,
        itemHoverColor: palette.actionText,
        itemActiveColor: palette.actionText,
        inkBarColor: palette.actionText,
      },
    },
  };
}
