import { isRecord } from '../../../api/is-record.ts';

const depthMax = 5;

/** A value with all that a schema requires and nothing else, to be filled in. */
export function sampleOf(schema: unknown, document: unknown, depth = 0): unknown {
  const found = resolve(schema, document);
  if (!isRecord(found) || depth > depthMax) return null;
  if ('default' in found) return found['default'];
  if ('const' in found) return found['const'];
  if (Array.isArray(found['enum'])) return found['enum'][0];
  const ways = [found['anyOf'], found['oneOf']].find(Array.isArray);
  if (ways !== undefined) return sampleOf(ways[0], document, depth + 1);
  switch (found['type']) {
    case 'object':
      return objectOf(found, document, depth);
    case 'array':
      return Number(found['minItems'] ?? 0) > 0 ? [sampleOf(found['items'], document, depth + 1)] : [];
    case 'string':
      return '';
    case 'integer':
    case 'number':
      return Math.max(0, Number(found['minimum'] ?? 0));
    case 'boolean':
      return false;
    default:
      return null;
  }
}

function objectOf(schema: Record<string, unknown>, document: unknown, depth: number): Record<string, unknown> {
  const { properties, required } = schema;
  const names = Array.isArray(required) ? required.map(String) : [];
  return Object.fromEntries(
    names.map((name) => [name, sampleOf(isRecord(properties) ? properties[name] : undefined, document, depth + 1)]),
  );
}

const prefix = '#/components/schemas/';

function resolve(schema: unknown, document: unknown): unknown {
  const reference = isRecord(schema) ? schema['$ref'] : undefined;
  if (typeof reference !== 'string' || !reference.startsWith(prefix)) return schema;
  const components = isRecord(document) ? document['components'] : undefined;
  const schemas = isRecord(components) ? components['schemas'] : undefined;
  return isRecord(schemas) ? schemas[reference.slice(prefix.length)] : undefined;
}
