import { defined, fieldsOf, textOf } from './fields.ts';
import { mapTrack } from './map-track.ts';
import { toInstant, type Problems } from './read-values.ts';

export type SegmentType = 'identify' | 'track' | 'page' | 'screen' | 'group' | 'alias';
type Fields = Readonly<Record<string, unknown>>;

export interface SegmentMessage {
  readonly type: SegmentType;
  readonly message: Fields;
  readonly messageId: string;
  readonly programCurrency: string;
}

export interface MappedMessage {
  /** In our own shape. What could not be read stands in it as it was sent. */
  readonly value: unknown;
  readonly problems: Problems;
}

/** A Segment message in our own shape. Nothing is checked here but what cannot be read: that is done where every fact is checked. */
export function mapMessage(segment: SegmentMessage): MappedMessage {
  const problems: Problems = [];
  return { value: toFact(segment, contentOf(segment, problems)), problems };
}

function toFact(segment: SegmentMessage, { type, payload }: Content): unknown {
  const { message } = segment;
  const context = fieldsOf(message.context);
  return defined({
    messageId: segment.messageId,
    type,
    occurredAt: toInstant(message.originalTimestamp) ?? toInstant(message.timestamp),
    sentAt: toInstant(message.sentAt),
    identities: identitiesOf(segment),
    channel: channelOf(segment, context),
    storeId: textOf(fieldsOf(message.properties).store_id),
    payload: { ...payload, ...contextFields(context) },
  });
}

interface Content {
  readonly type: string;
  readonly payload: Fields;
}

function contentOf({ type, message, programCurrency }: SegmentMessage, problems: Problems): Content {
  const properties = fieldsOf(message.properties);
  switch (type) {
    case 'identify':
      return { type: 'attributes.changed', payload: { attributes: fieldsOf(message.traits) } };
    case 'page':
    case 'screen':
      return {
        type: 'page.viewed',
        payload: defined({ ...properties, name: textOf(message.name), category: message.category, kind: type }),
      };
    case 'group':
      return { type: 'group.joined', payload: { groupId: message.groupId, traits: fieldsOf(message.traits) } };
    case 'alias':
      return { type: 'identity.aliased', payload: {} };
    case 'track':
      return mapTrack(textOf(message.event) ?? '', properties, { programCurrency, problems });
  }
}

interface WireIdentity {
  readonly type: string;
  readonly value: string;
  readonly isOptional?: boolean;
}

/**
 * Whom the message names. `previousId` of an alias is an anonymous id that became a user, or a user id that became another one, and
 * nothing in it says which: it is taken for both, so that it does not matter whether the alias or who it names comes first. E-mail and
 * phone among the traits are identities too; one that is not valid is left out, because traits are often typed by hand.
 */
function identitiesOf({ type, message }: SegmentMessage): readonly WireIdentity[] {
  const context = fieldsOf(message.context);
  const traits = { ...fieldsOf(context.traits), ...(type === 'identify' ? fieldsOf(message.traits) : {}) };
  const anonymousId = textOf(message.anonymousId);
  const previousId = type === 'alias' ? textOf(message.previousId) : undefined;
  const found: readonly (readonly [string, string | undefined, boolean])[] = [
    ['user_id', textOf(message.userId), false],
    ['anonymous_id', anonymousId, false],
    ['anonymous_id', previousId, false],
    ['user_id', previousId === anonymousId ? undefined : previousId, false],
    ['device_id', textOf(fieldsOf(context.device).id), true],
    ['phone', textOf(traits.phone), true],
    ['email', textOf(traits.email), true],
  ];
  return found.flatMap(([identityType, value, isOptional]) =>
    value === undefined ? [] : [{ type: identityType, value, isOptional }],
  );
}

/** What analysts ask for later; addresses of machines and browsers' names are left out. */
function contextFields(context: Fields): Fields {
  const page = fieldsOf(context.page);
  const kept = defined({
    campaign: context.campaign,
    locale: context.locale,
    library: textOf(fieldsOf(context.library).name),
    page: page.url === undefined ? undefined : defined({ url: page.url, referrer: page.referrer }),
  });
  return Object.keys(kept).length === 0 ? {} : { context: kept };
}

function channelOf({ type, message }: SegmentMessage, context: Fields): string | undefined {
  const stated = textOf(fieldsOf(message.properties).channel) ?? textOf(context.channel) ?? textOf(message.channel);
  if (stated !== undefined) return stated;
  if (type === 'screen' || context.app !== undefined) return 'app';
  return type === 'page' || fieldsOf(context.page).url !== undefined ? 'web' : undefined;
}
