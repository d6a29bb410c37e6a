import type { Field } from './fields.ts'
import { readFields } from './fields.ts'
import type { Params } from './params.ts'
import { refuse } from './refusal.ts'

/** Nodes an expanded edge is taken to have when no limit is written. */
const USUAL: Readonly<Record<string, number>> = { media: 25, stories: 3, tags: 25, comments: 25, replies: 3, children: 5, insights: 1, accounts: 25 }
const MOST_NODES = 20_000

/** @throws Refusal (HTTP 500) when limit and nested edges together ask for too much (IG §4) */
export function checkCost(args: Params, isList: boolean): void {
  const text = args.get('fields')
  if (text === undefined || !text.includes('{')) return
  const pages = isList ? Math.max(1, Number(args.get('limit') ?? 25) || 25) : 1
  if (pages * (1 + nested(readFields(text))) > MOST_NODES) throw refuse('too_much_data', {}, { status: 500 })
}

function nested(fields: readonly Field[]): number {
  let sum = 0
  for (const field of fields) {
    const usual = USUAL[field.name]
    const inner = field.fields === undefined ? 0 : nested(field.fields)
    sum += usual === undefined ? inner : (Number(field.args.get('limit') ?? usual) || usual) * (1 + inner)
  }
  return sum
}
