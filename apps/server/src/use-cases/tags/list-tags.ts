import { tagCounts } from '@perennial/clickhouse';
import type { RouteAnswer, Routes } from '@perennial/contracts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { maskText } from '../personal-data/mask-text.ts';
import type { ReadingWorld } from '../reading/world.ts';

export interface ListTags {
  page(request: PageRequest): Promise<RouteAnswer<Routes['tags']['list']>>;
  /** The tag that people were shown masked. Throws `request.invalid` where that is none, or several. */
  meant(masked: string): Promise<string>;
}

const tagsMax = 10_000;

export function createListTags(world: ReadingWorld): ListTags {
  return {
    async page({ cursor, limit }) {
      const [after] = decodeCursor(cursor, ['']);
      const tags = await tagCounts(await world.lens(), { after, limit: limit + 1 });
      return toPage(tags, limit, {
        item: ({ tag, ...rest }) => ({ ...rest, tag: maskText(tag), isMasked: maskText(tag) !== tag }),
        cursor: ({ tag }) => [tag],
      });
    },
    async meant(masked) {
      const tags = await tagCounts(await world.lens(), { after: '', limit: tagsMax });
      const [found, ...others] = tags.filter(({ tag }) => maskText(tag) === masked);
      if (found === undefined || others.length > 0) throw new ProblemError('request.invalid');
      return found.tag;
    },
  };
}
