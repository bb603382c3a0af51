import * as v from 'valibot'

/** What a column holds as JSON text, read by a schema. */
export function json<Schema extends v.GenericSchema>(schema: Schema) {
  return v.pipe(
    v.string(),
    v.transform(text => JSON.parse(text) as unknown),
    schema,
  )
}

/** ISO weekdays, 1 Monday to 7 Sunday. */
export const Weekdays = v.array(v.pipe(v.number(), v.minValue(1), v.maxValue(7)))
