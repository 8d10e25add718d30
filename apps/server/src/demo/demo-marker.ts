import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { demoFileOf } from '../stores/index.ts';
import { demoLocales } from './brand.ts';
import type { DemoRecipe } from './fill-demo.ts';

const marker = z.object({
  seed: z.number().int(),
  members: z.number().int(),
  locale: z.enum(demoLocales),
  endsAt: z.number().int(),
  isComplete: z.boolean(),
});

/** The demo that a data folder holds. One that was cut off is made again by its own recipe: what is there already is a repeat. */
export type DemoMarker = DemoRecipe & { readonly isComplete: boolean };

/** Undefined where there is none, and where it cannot be read. */
export function readMarker(dataFolder: string): DemoMarker | undefined {
  let text: string;
  try {
    text = readFileSync(demoFileOf(dataFolder), 'utf8');
  } catch {
    return undefined;
  }
  const read = marker.safeParse(parseJson(text));
  return read.success ? read.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The folder must be there. A marker is there whole or not at all. */
export function writeMarker(dataFolder: string, written: DemoMarker): void {
  const draft = `${demoFileOf(dataFolder)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(written)}\n`, { flush: true });
  renameSync(draft, demoFileOf(dataFolder));
}
