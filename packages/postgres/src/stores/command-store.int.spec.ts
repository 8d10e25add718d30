import { createDefaultProgram, fiveStages } from '@perennial/domain';
import { describeCommandStore } from '@perennial/engine/testing';
import { createCommandInstallation, placeOf } from '../testing/command-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';

const prepare = createPreparer();

describeCommandStore('PostgreSQL', async () => {
  const installation = await createCommandInstallation();
  const { database } = installation;
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
      const phone = `+86130${String(serial).padStart(8, '0')}`;
      const member = await send(phone);
      phones.set(member.id, phone);
      return member;
    },
    async addFact(member) {
      await send(phones.get(member.id) ?? '');
    },
    async publish() {
      const documents = createDefaultProgram(fiveStages);
      const request = { documents, publishedAt: Date.now(), publishedBy: 'test', note: '', restores: null };
      await installation.programStore.publish(request);
    },
    async fill(resource, units) {
      for (const [shard, available] of units)
        await database.execute(
          { name: 'test_fill', text: 'insert into resource_slice (shard, key, available) values ($1, $2, $3)' },
          [shard, resource, available],
        );
    },
    async stockOf(resource) {
      const [row] = await database.rows<{ left: number }>(
        { name: 'test_stock', text: 'select coalesce(sum(available), 0) as left from resource_slice where key = $1' },
        [resource],
      );
      return row?.left ?? 0;
    },
    close: () => installation.close(),
  };
});
