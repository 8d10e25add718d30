import { act } from '../../facets/audit/i18n/zh.ts';
import type { Catalogue } from '../catalogue.ts';
import { common } from './common.ts';
import { condition } from './condition.ts';
import { data } from '../../facets/data/i18n/zh.ts';
import { fact, identity } from './fact.ts';
import { lifecycle } from '../../facets/lifecycle/i18n/zh.ts';
import { members } from '../../facets/members/i18n/zh.ts';
import { overview } from '../../facets/overview/i18n/zh.ts';
import { program } from '../../facets/program/i18n/zh.ts';
import { settings } from '../../facets/settings/i18n/zh.ts';

export const zh: Catalogue = {
  ...common,
  overview,
  members,
  lifecycle,
  program,
  data,
  settings,
  condition,
  fact,
  identity,
  act,
};
