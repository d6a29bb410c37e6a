import { refusalTexts } from '../../generated/validators.ts'
import type { RefusalText } from '../../generated/validators.ts'
import type { Dialect } from './dialect.ts'

/** What Meta says when it refuses a request (IG §5.1). */
export interface RefusalDetails {
  readonly code: number
  /** Without the "(#code) " that graph.facebook.com puts before some messages. */
  readonly message: string
  readonly subcode?: number | undefined
  /** Whether graph.facebook.com writes "(#code) " before the message. */
  readonly prefixed?: boolean | undefined
  readonly type?: string | undefined
  /** HTTP status; 400 unless given. */
  readonly status?: number | undefined
  readonly title?: string | undefined
  readonly userMessage?: string | undefined
  readonly transient?: boolean | undefined
}

export class Refusal extends Error {
  readonly details: RefusalDetails
  constructor(details: RefusalDetails) {
    super(details.message)
    this.name = 'Refusal'
    this.details = details
  }
}

/** A refusal with code 100, the most frequent one. */
export const invalid = (message: string) => new Refusal({ code: 100, message, prefixed: true })

export const unknownPath = (path: string) => new Refusal({ code: 2500, message: `Unknown path components: ${path}` })

type TextName = keyof typeof refusalTexts

const UNPREFIXED: ReadonlySet<TextName> = new Set<TextName>(['bad_user_breakdown', 'before_conversion', 'missing_object', 'not_shared_to_facebook', 'too_much_data'])

/** One of Meta's literal texts, its braces filled in. */
export function refuse(name: TextName, fill: Readonly<Record<string, string | number>> = {}, more: Partial<RefusalDetails> = {}): Refusal {
  const text: RefusalText = refusalTexts[name]
  const message = text.message.replaceAll(/\{(\w+)\}/g, (whole, key: string) => String(fill[key] ?? whole))
  return new Refusal({ code: text.code, subcode: text.subcode, message, title: text.title, userMessage: text.userMessage, prefixed: !UNPREFIXED.has(name), ...more })
}

export function missingObject(id: string, method = 'get'): Refusal {
  const { details } = refuse('missing_object', { id }, { type: 'GraphMethodException' })
  const message = `${details.message.replace('get request', `${method} request`)}. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`
  return new Refusal({ ...details, message })
}

export const noPermission = () => refuse('no_permission')

/** The JSON body of a refusal, in the host's dialect: graph.instagram.com keeps the prefix for code 10 only and has a type of its own. */
export function refusalBody(details: RefusalDetails, dialect: Dialect, traceId: string): object {
  const instagram = dialect === 'instagram'
  const prefixed = details.prefixed === true && (!instagram || details.code === 10)
  const conversion = instagram && details.subcode === 2108006
  return {
    error: {
      message: conversion ? details.userMessage : `${prefixed ? `(#${details.code}) ` : ''}${details.message}`,
      type: instagram && details.code !== 190 ? 'IGApiException' : details.type ?? 'OAuthException',
      code: details.code,
      ...(details.subcode === undefined ? {} : { error_subcode: details.subcode }),
      ...(details.transient === undefined ? {} : { is_transient: details.transient }),
      ...(details.title === undefined || conversion ? {} : { error_user_title: details.title }),
      ...(details.userMessage === undefined || conversion ? {} : { error_user_msg: details.userMessage }),
      fbtrace_id: traceId,
    },
  }
}
