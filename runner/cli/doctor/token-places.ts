import type { Home } from '../../index.ts'
import type { Problem } from '../../model/error.ts'
import type { Context } from '../context.ts'
import { digdagSecret } from '../local-secrets.ts'
import type { Diagnosis } from './diagnose.ts'

export interface PlacedToken { readonly token: string; readonly place: string }

const LOCAL_SCOPE = 0

/**
 * The tokens that a project's loads name: secrets of the project last pushed from the directory, else of local runs, and saved authentications.
 * What is named and not there is a warning: the project may be meant for another service.
 * @param key another secret than the ones that the files name
 */
export async function tokensOf(context: Context, home: Home, directory: string, diagnoses: readonly Diagnosis[], key: string | undefined): Promise<{ readonly sources: readonly PlacedToken[]; readonly problems: readonly Problem[] }> {
  const needs = diagnoses.flatMap((diagnosis) => diagnosis.needs)
  const distinct = (values: readonly (string | undefined)[]): readonly string[] => [...new Set(values.filter((value) => value !== undefined))]
  const project = await home.pushedProject(directory)
  const sources: PlacedToken[] = []
  const problems: Problem[] = []
  const missing = (message: string, hint: string): void => { problems.push({ severity: 'warning', message, hint }) }
  for (const secret of key === undefined ? distinct(needs.map((need) => need.secret)) : [key]) {
    const [kept, local] = [project && await home.vault.get('secret', project.id, secret), await home.vault.get('secret', LOCAL_SCOPE, secret) ?? digdagSecret(context, secret)]
    const token = (kept ?? local)?.trim()
    if (token) sources.push({ token, place: kept === undefined ? `local secret ${secret}` : `secret ${secret} of ${project?.name}` })
    else if (project) missing(`project ${project.name} has no secret ${secret}`, context.typed(`secrets --project ${project.name} --set ${secret}`))
    else missing(`the token was not looked up: this directory was not pushed, so its secret ${secret} is not known here`, `${context.typed('push NAME')}, or name the token: --project P, --connection ID or --token-file FILE; --offline leaves it out`)
  }
  for (const id of distinct(needs.map((need) => need.authentication))) {
    const token = (await home.loads.connections.find(id))?.values['access_token']
    if (typeof token === 'string') sources.push({ token: token.trim(), place: `connection ${id}` })
    else missing(`there is no authentication ${id} here`, context.typed(`connections set ${id} --type instagram_insight access_token=-`))
  }
  return { sources, problems }
}
