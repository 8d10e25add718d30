import type { Locale } from 'antd/es/locale';
import dayjs from 'dayjs';
import type { Language } from '../theme/preferences.ts';

/** Texts of Ant Design's controls and of the date picker's calendar. */
export async function loadAntLocale(language: Language): Promise<Locale> {
  if (language === 'en') {
    dayjs.locale('en');
    return (await import('antd/es/locale/en_US')).default;
  }
  await import('dayjs/locale/zh-cn');
  dayjs.locale('zh-cn');
  return (await import('antd/es/locale/zh_CN')).default;
}
