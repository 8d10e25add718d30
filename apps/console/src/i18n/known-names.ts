import type { TFunction } from 'i18next';
import { known } from './en/known.ts';

/** Keys are the same in both languages; these are only asked whether a name is known. */
function isKeyOf<Group extends object>(group: Group, key: string): key is Extract<keyof Group, string> {
  return Object.hasOwn(group, key);
}

/** A channel in words; an unknown one as it is. */
export function channelName(channel: string, t: TFunction): string {
  const key = channel.toLowerCase().replaceAll('-', '_');
  return isKeyOf(known.channel, key) ? t(`known.channel.${key}`) : channel;
}

/** An attribute in words; an unknown one as it is. */
export function attributeName(name: string, t: TFunction): string {
  return isKeyOf(known.attribute, name) ? t(`known.attribute.${name}`) : name;
}

/** What a consent is for, in words; an unknown one as it is. */
export function topicName(topic: string, t: TFunction): string {
  return isKeyOf(known.topic, topic) ? t(`known.topic.${topic}`) : topic;
}

/** Attributes whose values are words that everybody uses; what stands in another one may be a name. */
const worded: ReadonlySet<string> = new Set(['gender', 'sex', 'skinType', 'skin_type']);

/** A value of an attribute in words where it is a common one: `female`. */
export function attributeValue(name: string, value: string, t: TFunction): string {
  if (name === 'channel') return channelName(value, t);
  const key = value.toLowerCase();
  return worded.has(name) && isKeyOf(known.value, key) ? t(`known.value.${key}`) : value;
}

/** An identity type in words, with its application or source after it. */
export function identityName(type: string, t: TFunction): string {
  const [kind = type, qualifier] = type.split(':');
  const name = isKeyOf(known.identity, kind) ? t(`known.identity.${kind}`) : kind;
  return qualifier === undefined ? name : `${name} (${qualifier})`;
}

/** What a search for a text found somebody by. */
export function matchedName(matched: string, text: string, t: TFunction): string {
  return isKeyOf(known.matched, matched) ? t(`known.matched.${matched}`, { text }) : identityName(matched, t);
}
