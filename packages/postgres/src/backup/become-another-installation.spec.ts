import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { emptiedTables } from './become-another-installation.ts';

const schema = readFileSync(new URL('../../schema.sql', import.meta.url), 'utf8');
const tables = [...schema.matchAll(/^create table (\w+) \(/gm)].map(([, name = '']) => name);

/** What only one installation may believe of a lens, and what lets somebody in or is on the way there. */
const ofOneInstallation = /^lens(?:_|$)|_session$|_challenge$|_visit$|_link$|^known_device$/;

it('takes over nothing about a lens, and nothing that lets somebody in', () => {
  expect(tables.filter((name) => ofOneInstallation.test(name) && !emptiedTables.includes(name))).toEqual([]);
  expect(emptiedTables.filter((name) => !tables.includes(name))).toEqual([]);
});
