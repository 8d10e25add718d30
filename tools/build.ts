/** `npm run build`: builds each web app that has a page. The server needs no build: it runs from its source. */
import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import { reportSteps, root, runStep } from './run-step.ts';
import type { StepResult } from './run-step.ts';

const apps = globSync('apps/*/index.html', { cwd: root }).map((page) => dirname(page));

const results: StepResult[] = [];
for (const app of apps.toSorted()) results.push(await runStep(`build ${app}`, ['vite', 'build', app]));
if (results.length === 0) process.stdout.write('No web app to build: no apps/*/index.html.\n');
reportSteps(results);
