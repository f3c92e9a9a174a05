import type { ZodObject, ZodType, z } from 'zod';
import { didYouMean, UserError } from '../errors.ts';

/**
 * Checks a value that a person may have written and says in one line what is wrong with it.
 * @param label how the value is called in the message, say `runs/a/config.json`
 * @throws UserError
 */
export function check<Schema extends ZodType>(schema: Schema, value: unknown, label: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  // A misspelt key is also a missing one; the misspelling says more.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  const place = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const wrong = issue.keys[0];
    const hint = didYouMean(wrong, keysAt(schema, place));
    throw new UserError(`${label}: unknown key "${[...place, wrong].join('.')}"${hint && `: ${hint}`}`);
  }
  throw new UserError(`${label}: ${place.length > 0 ? `${place.join('.')}: ` : ''}${issue.message}`);
}

/** The keys that an object schema knows at a path. */
function keysAt(schema: ZodType, path: readonly string[]): string[] {
  const shape = (schema as Partial<ZodObject>).shape;
  if (!shape) return [];
  return path.length === 0 ? Object.keys(shape) : keysAt(shape[path[0]] as ZodType, path.slice(1));
}
