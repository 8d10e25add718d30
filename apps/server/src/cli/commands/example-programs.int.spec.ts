import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { facets } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTheatre, readStories, runStory } from '../../scenarios/index.ts';
import type { Theatre } from '../../scenarios/index.ts';
import { checkDocuments } from '../../use-cases/program/check-documents.ts';
import { readSoundProgram } from '../program/read-sound-program.ts';

const programs = join(import.meta.dirname, '../../../../../examples/programs');
const folders = readdirSync(programs, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const stories = folders.flatMap(({ name }) =>
  readStories([join(programs, name, 'scenarios')]).map(({ story }) => [name, story.name, story] as const),
);

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
}, 120_000);
afterAll(() => theatre.close());

describe('the programs of the examples', () => {
  it.each(folders.map(({ name }) => [name]))('%s has wallets, rules and stories of its own', (name) => {
    const paths = Object.keys(readSoundProgram(join(programs, name)));
    expect(paths).toEqual(
      expect.arrayContaining([expect.stringMatching(/^wallets\//), expect.stringMatching(/^earning\//)]),
    );
    expect(stories.filter(([folder]) => folder === name).length).toBeGreaterThanOrEqual(4);
  });

  it.each(folders.map(({ name }) => [name]))('%s warns of nothing', (name) => {
    expect(checkDocuments(readSoundProgram(join(programs, name)), facets).warnings).toEqual([]);
  });

  it.each(stories)('%s: %s', async (folder, _name, story) => {
    const program = readSoundProgram(join(programs, folder));
    const { signal } = new AbortController();
    const { differences } = await runStory(theatre, { ...story, program }, { signal, isExplained: false });
    expect(differences).toEqual([]);
  });
});
