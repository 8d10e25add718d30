import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
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

export function readMarker(dataFolder: string): DemoMarker | undefined {
  let text: string;
  try {
    text = readFileSync(fileOf(dataFolder), 'utf8');
  } catch {
    return undefined;
  }
  const read = marker.safeParse(JSON.parse(text));
  return read.success ? read.data : undefined;
}

export function writeMarker(dataFolder: string, written: DemoMarker): void {
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(fileOf(dataFolder), `${JSON.stringify(written)}\n`);
}

function fileOf(dataFolder: string): string {
  return join(dataFolder, 'demo.json');
}
