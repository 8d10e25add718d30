import type { Texts } from '../../../i18n/texts.ts';
import type { en } from './en.ts';

export const zh: Texts<typeof en> = { nav: '积分等级', title: '积分与等级' };
