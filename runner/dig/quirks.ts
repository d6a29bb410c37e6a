/** A plain scalar that digdag reads otherwise than it looks (digdag §13.1), or undefined. */
export function scalarQuirk(text: string): { readonly message: string; readonly hint: string } | undefined {
  if (/^[-+]?0\.[0-9_]*$/.test(text)) return { message: `${text} is text, not a number`, hint: `A number must not begin with "0.": write ${text.replace('0.', '.')}, or put it in quotes if text is meant.` }
  if (/^[-+]?0[0-7_]+$/.test(text) && /[1-7]/.test(text)) return { message: `${text} is the octal number ${octal(text)}`, hint: 'Leave the leading 0 out, or put it in quotes if text is meant.' }
  if (/^(?:yes|no|on|off|Yes|No|On|Off|YES|NO|ON|OFF|TRUE|FALSE)$/.test(text)) return { message: `${text} is text, not a boolean`, hint: 'Write true or false, or put it in quotes if text is meant.' }
  if (/^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/.test(text)) return { message: `${text} is a number to base 60, not a time`, hint: 'Put it in quotes if text is meant.' }
  return undefined
}

function octal(text: string): number {
  const digits = text.replace(/[-+_]/g, '')
  return (text.startsWith('-') ? -1 : 1) * Number.parseInt(digits, 8)
}
