import { App, ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import { QueryClientProvider } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Places } from '../facet/places.ts';
import { PlacesContext } from '../facet/use-places.ts';
import { useLanguage } from '../i18n/use-local.ts';
import { createAntTheme } from '../theme/ant-theme.ts';
import { useTheme } from '../theme/preferences.ts';
import { applyPalette } from '../theme/tokens.ts';
import { NothingFound } from '../ui/select/nothing-found.tsx';
import { loadAntLocale } from '../i18n/ant-locale.ts';

interface Props {
  readonly places: Places;
  readonly queryClient: QueryClient;
  readonly initialLocale: Locale;
  readonly children: ReactNode;
}

/** Theme, language of the controls, the server cache, and what facets put into pages. */
export function Providers({ places, queryClient, initialLocale, children }: Props) {
  const theme = useTheme();
  const language = useLanguage();
  const [locale, setLocale] = useState(initialLocale);
  const antTheme = useMemo(() => createAntTheme(theme, hasMotion()), [theme]);
  // The palette and the controls' texts live outside React's tree: written and fetched when they change.
  useEffect(() => {
    applyPalette(theme, document.documentElement);
  }, [theme]);
  useEffect(() => {
    let isCurrent = true;
    void loadAntLocale(language).then((loaded) => {
      if (isCurrent) setLocale(loaded);
    });
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return (
    <ConfigProvider theme={antTheme} locale={locale} button={{ autoInsertSpace: false }} renderEmpty={emptyOf}>
      <App className="app">
        <QueryClientProvider client={queryClient}>
          <PlacesContext value={places}>{children}</PlacesContext>
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}

/** Lists of choices say that there are none in the way that all do; the rest has its own words. */
function emptyOf(component?: string): ReactNode {
  return component === 'Select' ? <NothingFound /> : undefined;
}

function hasMotion(): boolean {
  return !matchMedia('(prefers-reduced-motion: reduce)').matches;
}
