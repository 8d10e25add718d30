import { act } from '../../facets/audit/i18n/en.ts';
import { common } from './common.ts';
import { condition } from './condition.ts';
import { data } from '../../facets/data/i18n/en.ts';
import { fact, identity } from './fact.ts';
import { lifecycle } from '../../facets/lifecycle/i18n/en.ts';
import { members } from '../../facets/members/i18n/en.ts';
import { overview } from '../../facets/overview/i18n/en.ts';
import { program } from '../../facets/program/i18n/en.ts';
import { settings } from '../../facets/settings/i18n/en.ts';

export const en = { ...common, overview, members, lifecycle, program, data, settings, condition, fact, identity, act };
