import { importPhoneCountries } from '@perennial/contracts/staff';
import { phoneCountries } from '@perennial/engine';
import { expect, it } from 'vitest';

it('offers every country whose telephone numbers can be read, and no other', () => {
  expect([...importPhoneCountries].toSorted()).toEqual([...phoneCountries].toSorted());
});
