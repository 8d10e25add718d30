import { useSyncExternalStore } from 'react';
import type { ThemeName } from './tokens.ts';

/** Choices that belong to the reader's machine, not to a page: theme and language. Kept in local storage. */
export type Language = 'zh-CN' | 'en';
export type ThemeChoice = ThemeName | 'system';

const themeKey = 'perennial.theme';
const languageKey = 'perennial.language';
const listeners = new Set<() => void>();

export function readThemeChoice(): ThemeChoice {
  const stored = read(themeKey);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function resolveTheme(choice: ThemeChoice): ThemeName {
  if (choice !== 'system') return choice;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function readLanguage(): Language {
  const stored = read(languageKey);
  if (stored === 'zh-CN' || stored === 'en') return stored;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export function writeThemeChoice(choice: ThemeChoice): void {
  write(themeKey, choice);
}

export function writeLanguage(language: Language): void {
  write(languageKey, language);
}

export function useTheme(): ThemeName {
  return useSyncExternalStore(subscribe, () => resolveTheme(readThemeChoice()));
}

function subscribe(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  listeners.add(listener);
  system.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener('change', listener);
  };
}

// Storage may be closed to us (private windows, policies): then a choice lasts as long as the page.
const fallback = new Map<string, string>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? fallback.get(key) ?? null;
  } catch {
    return fallback.get(key) ?? null;
  }
}

function write(key: string, value: string): void {
  fallback.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // Kept in `fallback`.
  }
  for (const listener of listeners) listener();
}
