/**
 * `npm run typecheck`: checks every package and app under its own tsconfig files, because what a package may name (the
 * DOM, Node, or neither) is part of its boundary, then the tools, benchmarks, examples and the packages' tests.
 */
import { globSync } from 'node:fs';
import { reportSteps, root, runStep } from './run-step.ts';
import type { StepResult } from './run-step.ts';

const projects = [...globSync('{packages,apps}/*/tsconfig*.json', { cwd: root }).toSorted(), 'tsconfig.json'];

const results: StepResult[] = [];
for (const project of projects) results.push(await runStep(project, ['tsc', '-p', project]));
reportSteps(results);
