import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('the configuration', () => {
  it('works without any variable', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', zone: 'Asia/Shanghai', currency: 'CNY', role: 'all' });
  });

  it('lets the command line stand above the environment, and takes an empty variable for none', () => {
    const config = readConfig({ PERENNIAL_PORT: '5000', PERENNIAL_ZONE: '', DATABASE_URL: '' }, { port: 0 });
    expect(config).toMatchObject({ port: 0, zone: 'Asia/Shanghai', databaseUrl: undefined });
  });

  it('reads where numbers are dialled, and which pages may send', () => {
    const variables = {
      PERENNIAL_PHONE_COUNTRY: 'GB',
      PERENNIAL_BROWSER_ORIGINS: 'https://shop.example, http://localhost:3000',
    };
    const browserOrigins = ['https://shop.example', 'http://localhost:3000'];
    expect(readConfig(variables)).toMatchObject({ phoneCountry: 'GB', browserOrigins });
    expect(readConfig({})).toMatchObject({ phoneCountry: undefined, browserOrigins: [] });
  });

  it('reads the names that it answers under, and who may read the metrics', () => {
    expect(
      readConfig({ PERENNIAL_ALLOWED_HOSTS: 'a.internal, b.internal:4600,', PERENNIAL_METRICS: 'off' }),
    ).toMatchObject({
      allowedHosts: ['a.internal', 'b.internal:4600'],
      metricsOpenTo: 'off',
    });
    expect(readConfig({})).toMatchObject({ allowedHosts: [], metricsOpenTo: 'loopback', metricsToken: undefined });
  });

  it('reads how long people stay signed in', () => {
    const variables = { PERENNIAL_SESSION_IDLE_HOURS: '0.5', PERENNIAL_SESSION_DAYS: '1' };
    expect(readConfig(variables).sessions).toEqual({ idleMs: 1_800_000, sessionMs: 86_400_000 });
    expect(readConfig({}).sessions).toEqual({ idleMs: 43_200_000, sessionMs: 1_209_600_000 });
  });

  it('lets webhooks go to private addresses only where that is said', () => {
    expect(readConfig({}).webhooks).toEqual({ allowsPrivate: false });
    expect(readConfig({ PERENNIAL_WEBHOOK_PRIVATE_ADDRESSES: 'refuse' }).webhooks).toEqual({ allowsPrivate: false });
    expect(readConfig({ PERENNIAL_WEBHOOK_PRIVATE_ADDRESSES: 'allow' }).webhooks).toEqual({ allowsPrivate: true });
  });

  it.each([
    ['PERENNIAL_SESSION_IDLE_HOURS', '-7'],
    ['PERENNIAL_SESSION_IDLE_HOURS', 'forever'],
    ['PERENNIAL_SESSION_DAYS', '4000'],
    ['PERENNIAL_PORT', '70000'],
    ['PERENNIAL_PORT', 'http'],
    ['PERENNIAL_ZONE', 'Middle/Earth'],
    ['PERENNIAL_CURRENCY', 'yuan'],
    ['PERENNIAL_ROLE', 'both'],
    ['PERENNIAL_PHONE_COUNTRY', 'UK'],
    ['PERENNIAL_BROWSER_ORIGINS', 'https://shop.example/, *'],
    ['PERENNIAL_PUBLIC_URL', 'members.example.com'],
    ['PERENNIAL_METRICS', 'open'],
    ['PERENNIAL_WEBHOOK_PRIVATE_ADDRESSES', 'true'],
    ['PERENNIAL_WEBHOOK_PRIVATE_ADDRESSES', 'ALLOW'],
  ])('refuses %s=%s by name, without repeating the value', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
    expect(() => readConfig({ [name]: value })).not.toThrow(value);
  });
});
