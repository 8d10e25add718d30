import { act } from './act.ts';
import type { Catalogue } from '../catalogue.ts';
import { common } from './common.ts';
import { condition } from './condition.ts';
import { data } from './data.ts';
import { fact, identity } from './fact.ts';
import { lifecycle } from './lifecycle.ts';
import { members } from './members.ts';
import { overview } from './overview.ts';
import { program } from './program.ts';
import { settings } from './settings.ts';

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
