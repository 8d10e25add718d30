import type { Locale } from 'antd/es/locale';
import dayjs from 'dayjs';
import type { Language } from '../theme/preferences.ts';

/** Texts of Ant Design's controls and of the date picker's calendar. */
export async function loadAntLocale(language: Language): Promise<Locale> {
  if (language === 'en') {
    dayjs.locale('en');
    return named((await import('antd/es/locale/en_US')).default);
  }
  await import('dayjs/locale/zh-cn');
  dayjs.locale('zh-cn');
  return named((await import('antd/es/locale/zh_CN')).default);
}

/** The calendar's buttons are called by what stands on them, month and year: another name would not be found by who says what he sees. */
function named(locale: Locale): Locale {
  const { DatePicker } = locale;
  if (DatePicker === undefined) return locale;
  const lang = { ...DatePicker.lang, monthSelect: '', yearSelect: '', decadeSelect: '' };
  return { ...locale, DatePicker: { ...DatePicker, lang } };
}
