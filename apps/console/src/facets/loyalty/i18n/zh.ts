import type { Texts } from '../../../i18n/texts.ts';
import type { en } from './en.ts';

export const zh: Texts<typeof en> = { nav: '忠诚度', title: '忠诚度' };
