import { createRequire } from 'node:module';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import type { RouteGroup } from './route/route.ts';
import { routes as staffRoutes } from './staff/routes.ts';

/** What a browser would load of one entry of this package: its code in one piece, and the files that it was made of. */
interface Bundle {
  readonly code: string;
  readonly files: readonly string[];
}

/** Bundled as any app would by the package's name, but with nothing shaken out: what is unused today may be used tomorrow. */
async function bundle(entry: string): Promise<Bundle> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: createRequire(import.meta.url).resolve(entry), formats: ['es'] },
      rolldownOptions: { treeshake: false },
    },
  });
  const chunks = (Array.isArray(output) ? output : [output]).flatMap((one) =>
    'output' in one ? one.output.flatMap((part) => (part.type === 'chunk' ? [part] : [])) : [],
  );
  return {
    code: chunks.map(({ code }) => code).join('\n'),
    files: chunks.flatMap(({ moduleIds }) => moduleIds).map((id) => id.replaceAll('\\', '/')),
  };
}

/** Where and in which words the staff's routes would show. */
const staffTexts = Object.values<RouteGroup>(staffRoutes).flatMap((group) =>
  Object.values(group).flatMap(({ path, summary, access, audit }) => [
    path,
    summary,
    ...(access.includes('.') ? [access] : []),
    ...(audit === undefined ? [] : [audit]),
  ]),
);
const isOfStaff = (file: string) =>
  file.includes('/contracts/src/staff/') || file.includes('/contracts/src/capabilities/');

describe("the members' bundle", () => {
  it('holds no route, no schema and no capability of the staff', async () => {
    const { code, files } = await bundle('@perennial/contracts/member');
    expect(code).toContain('createClient');
    expect(files.filter((file) => file.includes('/contracts/src/member/')).length).toBeGreaterThan(1);
    expect(files.filter(isOfStaff)).toEqual([]);
    expect(staffTexts.filter((text) => code.includes(text))).toEqual([]);
  });

  it('would show them: the bundle of the staff holds every one', async () => {
    const { code, files } = await bundle('@perennial/contracts/staff');
    expect(files.filter(isOfStaff).length).toBeGreaterThan(10);
    expect(staffTexts.filter((text) => !code.includes(text))).toEqual([]);
  });
});
