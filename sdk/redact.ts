/** What was taken out before stays as it is, with the bracket behind it. */
const SECRET_PARAMETERS = /([?&;"\s]|^|%3F|%26)(access_token|appsecret_proof|client_secret|fb_exchange_token|input_token|refresh_token)(=|%3D)(?!\[redacted\](?:[&\s"'#).]|$))[^&\s"'#]+/gi
const LOGIN_CODES = /([?&](?:code)=)[^&\s"'#]+/g
const TOKENS = /\b(EAA|IGAA|IGQ)[A-Za-z0-9_|-]{8,}/g
const JSON_TOKENS = /("(?:access_token|fb_exchange_token|client_secret)"\s*:\s*")[^"]+/g

/** Text without any access token, proof or app secret: for logs, errors and printed URLs. */
export function redact(text: string): string {
  return text.replace(SECRET_PARAMETERS, '$1$2$3[redacted]').replace(LOGIN_CODES, '$1[redacted]').replace(JSON_TOKENS, '$1[redacted]').replace(TOKENS, '[redacted]')
}
