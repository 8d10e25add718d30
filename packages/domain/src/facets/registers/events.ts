/*
 * What the other facets are told of registers. Facts are heard by themselves; what people decide, and what a lock did not let pass, is told.
 * No value and no tag stands in it: they tell of a person.
 */

/** A command set or took away attributes. */
export const attributeChanged = 'attribute.changed';
/** A command put a tag on, or took one off. */
export const tagChanged = 'tag.changed';
/** A fact named another value for a locked attribute, which kept its own: with the attribute, and from when on it may change. */
export const attributeRefused = 'attribute.refused';
