import { routes } from '@perennial/contracts';
import type { RouteGroup } from '@perennial/contracts';
import { describe, expect, it } from 'vitest';
import { findImports, resolveRelative } from './import-graph.ts';
import { isTest, isTypeScript, readSourceFiles } from './source-files.ts';

/** What the server does stands below how it is asked: the API, the command line and the workers call the same use cases. */

const server = 'apps/server/src/';
const files = readSourceFiles().filter((file) => isTypeScript(file.path) && !isTest(file.path));
const useCases = files.filter((file) => file.path.startsWith(`${server}use-cases/`));

/** Rooms of the server that call use cases, and so are above them. */
const above = ['http', 'cli', 'composition', 'serving', 'demo', 'analyze'];
const transports = /^(?:fastify$|@fastify\/|node:http)/;

function mayUse(specifier: string, target: string | undefined): boolean {
  if (target === undefined) return !transports.test(specifier);
  return !above.some((room) => target.startsWith(`${server}${room}/`));
}

describe('use cases', () => {
  it('know nobody who calls them, and nothing of the network', () => {
    const problems = useCases
      .flatMap((file) => findImports(file))
      .filter((statement) => !mayUse(statement.specifier, resolveRelative(statement)))
      .map((statement) => `${statement.from} imports ${statement.specifier}`);
    expect(problems).toEqual([]);
    expect(useCases.length).toBeGreaterThan(50);
  });

  it('write down every act that a route names, each in one place', () => {
    const named = Object.values<RouteGroup>(routes).flatMap((group) =>
      Object.values(group).flatMap(({ audit }) => (audit === undefined ? [] : [audit])),
    );
    const problems = [...new Set(named)].flatMap((action) => {
      // A code of an error may have the same name; where it is thrown nothing is written down.
      const act = new RegExp(`(?<!ProblemError\\()'${action.replaceAll('.', '\\.')}'`);
      const writers = useCases.filter((file) => act.test(file.text)).map((file) => file.path);
      return writers.length === 1 ? [] : [`${action}: ${writers.join(', ') || 'nobody'}`];
    });
    expect(problems).toEqual([]);
    expect(named).toContain('member.erased');
  });

  it('are the only ones that write the audit log', () => {
    const writers = files
      .filter((file) => file.path.startsWith(server) && /\b(?:insertAudit|completeAudit)\b/.test(file.text))
      .map((file) => file.path);
    expect(writers).toEqual([`${server}use-cases/audit/audit.ts`]);
  });
});

describe('the check itself', () => {
  it('tells what is above from what is beside and below', () => {
    expect(mayUse('../../http/errors.ts', `${server}http/errors.ts`)).toBe(false);
    expect(mayUse('../../cli/run.ts', `${server}cli/run.ts`)).toBe(false);
    expect(mayUse('fastify', undefined)).toBe(false);
    expect(mayUse('@fastify/cookie', undefined)).toBe(false);
    expect(mayUse('node:http', undefined)).toBe(false);
    expect(mayUse('../../platform/readiness.ts', `${server}platform/readiness.ts`)).toBe(true);
    expect(mayUse('node:stream', undefined)).toBe(true);
    expect(mayUse('@perennial/engine', undefined)).toBe(true);
  });
});
