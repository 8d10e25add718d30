import { describeCommandStore } from '@perennial/engine/testing';
import { createCommandInstallation, placeOf } from '../testing/command-fixtures.ts';
import { createStock, publishOtherwise } from '../testing/contract-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';

const prepare = createPreparer();

describeCommandStore('PostgreSQL', async () => {
  const installation = await createCommandInstallation();
  const phones = new Map<string, string>();
  let serial = 0;
  const send = async (phone: string) => {
    serial += 1;
    const fact = prepare({ messageId: `c-${serial}`, identities: [{ type: 'phone', value: phone }] });
    return placeOf((await installation.append([fact]))[0]);
  };
  return {
    store: installation.commandStore,
    async newMember() {
      const phone = `+861307152${String(serial).padStart(4, '0')}`;
      const member = await send(phone);
      phones.set(member.id, phone);
      return member;
    },
    async addFact(member) {
      await send(phones.get(member.id) ?? '');
    },
    publish: () => publishOtherwise(installation.programStore),
    ...createStock(installation.database),
    close: () => installation.close(),
  };
});
