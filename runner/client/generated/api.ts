// Written by `npm run generate` from codegen/specs. Do not edit: change the specifications and generate again.

export interface paths {
    readonly "/api/version": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Needs no authentication. */
        readonly get: operations["getVersion"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/version/check": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["checkVersion"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getProjects"];
        /** @description Pushes a revision. The body is tar.gz with an exact Content-Length. */
        readonly put: operations["putProject"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/project": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @deprecated */
        readonly get: operations["getProjectByName"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get: operations["getProject"];
        readonly put?: never;
        readonly post?: never;
        /** @description Answers the project with deletedAt. */
        readonly delete: operations["deleteProject"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{id}/revisions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        /** @description Newest first. */
        readonly get: operations["getRevisions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{id}/workflows": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get: operations["getProjectWorkflows"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{id}/workflow": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        /** @deprecated */
        readonly get: operations["getProjectWorkflowByQuery"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{id}/workflows/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly get: operations["getProjectWorkflow"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{id}/schedules": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get: operations["getProjectSchedules"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{id}/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get: operations["getProjectSessions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{id}/archive": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get: operations["getArchive"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{id}/secrets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        /** @description Keys only. */
        readonly get: operations["getSecrets"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{id}/secrets/{key}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
                readonly key: string;
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put: operations["putSecret"];
        readonly post?: never;
        readonly delete: operations["deleteSecret"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/workflows": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Workflows of the latest revisions. */
        readonly get: operations["getWorkflows"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/workflow": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @deprecated */
        readonly get: operations["getWorkflowByQuery"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/workflows/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get: operations["getWorkflow"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/workflows/{id}/truncated_session_time": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get: operations["getTruncatedSessionTime"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/schedules": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getSchedules"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/schedules/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get: operations["getSchedule"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/schedules/{id}/skip": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** @description Either nextTime, or fromTime and count. */
        readonly post: operations["skipSchedule"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/schedules/{id}/backfill": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["backfillSchedule"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/schedules/{id}/disable": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["disableSchedule"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/schedules/{id}/enable": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["enableSchedule"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Newest first. */
        readonly get: operations["getSessions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/sessions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get: operations["getSession"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/sessions/{id}/attempts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get: operations["getSessionAttempts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/attempts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Newest first. */
        readonly get: operations["getAttempts"];
        /** @description Starts or retries. 409 carries the attempt that exists. */
        readonly put: operations["putAttempt"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/attempts/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get: operations["getAttempt"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/attempts/{id}/retries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        /** @description Attempts of the same session. */
        readonly get: operations["getAttemptRetries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/attempts/{id}/tasks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get: operations["getTasks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/attempts/{id}/kill": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** @description Answers the attempt as before the kill; 409 when it is done or a kill was asked for already. */
        readonly post: operations["killAttempt"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/logs/{attempt}/files": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly attempt: string;
            };
            readonly cookie?: never;
        };
        readonly get: operations["getLogFiles"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/logs/{attempt}/files/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly attempt: string;
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly get: operations["getLogFile"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/attempts/{id}/userinfo": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        /** @description Admin only. */
        readonly get: operations["getAttemptUserInfo"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A number as text */
        readonly Id: string;
        /** @description Such as 2016-01-01T00:00:00Z */
        readonly Instant: string;
        /** @description Such as 2016-01-01T00:00:00+00:00 */
        readonly OffsetTime: string;
        /** @description Nested parameters */
        readonly Config: {
            readonly [key: string]: unknown;
        };
        readonly RestError: {
            readonly message: string;
            readonly status: number;
        };
        readonly Version: {
            /** @description The digdag version that is followed */
            readonly version: string;
            readonly trowel?: string;
        };
        readonly VersionCheck: {
            readonly serverVersion: string;
            readonly upgradeRecommended: boolean;
            readonly apiCompatible: boolean;
        };
        readonly IdAndName: {
            readonly id: components["schemas"]["Id"];
            readonly name: string;
        };
        /** @description The id is null when the workflow was not stored */
        readonly NullableIdAndName: {
            readonly id: string | null;
            readonly name: string;
        };
        readonly Project: {
            readonly id: components["schemas"]["Id"];
            readonly name: string;
            readonly revision: string;
            readonly createdAt: components["schemas"]["Instant"];
            /** @description When the revision was created */
            readonly updatedAt: components["schemas"]["Instant"];
            readonly deletedAt: string | null;
            /** @description db, s3, …, or none */
            readonly archiveType: string;
            /** @description Base64 of the md5 of the compressed bytes */
            readonly archiveMd5: string | null;
        };
        readonly Revision: {
            readonly revision: string;
            readonly createdAt: components["schemas"]["Instant"];
            readonly archiveType: string;
            readonly archiveMd5: string | null;
            readonly userInfo: components["schemas"]["Config"];
        };
        readonly Workflow: {
            /** @description Changes with every push */
            readonly id: components["schemas"]["Id"];
            readonly name: string;
            readonly project: components["schemas"]["IdAndName"];
            readonly revision: string;
            readonly timezone: string;
            readonly config: components["schemas"]["Config"];
        };
        readonly TruncatedSessionTime: {
            readonly project: components["schemas"]["IdAndName"];
            readonly revision: string;
            readonly sessionTime: components["schemas"]["OffsetTime"];
            readonly timezone: string;
        };
        readonly SessionAttempt: {
            readonly id: components["schemas"]["Id"];
            readonly retryAttemptName: string | null;
            readonly done: boolean;
            readonly success: boolean;
            readonly cancelRequested: boolean;
            readonly params: components["schemas"]["Config"];
            readonly createdAt: components["schemas"]["Instant"];
            readonly finishedAt: string | null;
        };
        readonly Session: {
            readonly id: components["schemas"]["Id"];
            readonly project: components["schemas"]["IdAndName"];
            readonly workflow: components["schemas"]["NullableIdAndName"];
            readonly sessionUuid: string;
            readonly sessionTime: components["schemas"]["OffsetTime"];
            readonly lastAttempt: components["schemas"]["SessionAttempt"] | null;
        };
        readonly Attempt: {
            readonly id: components["schemas"]["Id"];
            readonly index: number;
            readonly project: components["schemas"]["IdAndName"];
            readonly workflow: components["schemas"]["NullableIdAndName"];
            readonly sessionId: components["schemas"]["Id"];
            readonly sessionUuid: string;
            readonly sessionTime: components["schemas"]["OffsetTime"];
            readonly retryAttemptName: string | null;
            readonly done: boolean;
            readonly success: boolean;
            readonly cancelRequested: boolean;
            readonly params: components["schemas"]["Config"];
            readonly createdAt: components["schemas"]["Instant"];
            readonly finishedAt: string | null;
            /** @enum {string} */
            readonly status: "running" | "success" | "error" | "killed";
            /** @description The process that ran it is gone; it can be taken up again */
            readonly interrupted?: boolean;
        };
        readonly AttemptRequest: {
            readonly workflowId: string | number;
            readonly sessionTime: string;
            readonly retryAttemptName?: string | null;
            readonly resume?: components["schemas"]["Resume"] | null;
            readonly params?: components["schemas"]["Config"];
        };
        readonly Resume: {
            /** @enum {string} */
            readonly mode: "failed" | "from";
            readonly attemptId: string | number;
            /** @description Full or partial task name; with mode from */
            readonly from?: string;
        };
        readonly Task: {
            readonly id: components["schemas"]["Id"];
            readonly fullName: string;
            readonly parentId: string | null;
            readonly config: components["schemas"]["Config"];
            readonly upstreams: readonly components["schemas"]["Id"][];
            readonly isGroup: boolean;
            /** @enum {string} */
            readonly state: "blocked" | "ready" | "retry_waiting" | "group_retry_waiting" | "running" | "planned" | "group_error" | "success" | "error" | "canceled";
            readonly cancelRequested: boolean;
            /** @description The task's _export merged with exports of the run */
            readonly exportParams: components["schemas"]["Config"];
            readonly storeParams: components["schemas"]["Config"];
            readonly stateParams: components["schemas"]["Config"];
            readonly updatedAt: components["schemas"]["Instant"];
            readonly retryAt: string | null;
            readonly startedAt: string | null;
            readonly error: components["schemas"]["Config"];
        };
        readonly Schedule: {
            readonly id: components["schemas"]["Id"];
            readonly project: components["schemas"]["IdAndName"];
            readonly workflow: components["schemas"]["NullableIdAndName"];
            readonly nextRunTime: components["schemas"]["Instant"];
            readonly nextScheduleTime: components["schemas"]["OffsetTime"];
            readonly disabledAt: string | null;
        };
        readonly ScheduleSummary: {
            readonly id: components["schemas"]["Id"];
            readonly project: components["schemas"]["IdAndName"];
            readonly workflow: components["schemas"]["NullableIdAndName"];
            readonly nextRunTime: components["schemas"]["Instant"];
            readonly nextScheduleTime: components["schemas"]["OffsetTime"];
            readonly createdAt: components["schemas"]["Instant"];
            /** @description Repeats createdAt */
            readonly updatedAt: components["schemas"]["Instant"];
            readonly disabledAt: string | null;
        };
        readonly ScheduleAttempts: {
            readonly attempts: readonly components["schemas"]["Attempt"][];
            readonly id: components["schemas"]["Id"];
            readonly project: components["schemas"]["IdAndName"];
            readonly workflow: components["schemas"]["NullableIdAndName"];
        };
        readonly ScheduleSkip: {
            readonly nextTime?: string | null;
            readonly fromTime?: string | null;
            readonly count?: number | null;
            readonly nextRunTime?: string | null;
            readonly dryRun?: boolean;
        };
        readonly ScheduleBackfill: {
            readonly fromTime: string;
            readonly attemptName: string;
            readonly count?: number | null;
            readonly dryRun?: boolean;
        };
        readonly ScheduleEnable: {
            readonly skipSchedule?: boolean;
            readonly nextTime?: string | null;
        };
        readonly LogFile: {
            readonly fileName: string;
            /** @description Bytes */
            readonly fileSize: number;
            readonly taskName: string;
            readonly fileTime: components["schemas"]["Instant"];
            readonly agentId: string;
            /** @description A URL */
            readonly direct: string | null;
        };
        readonly SecretValue: {
            readonly value: string;
        };
        readonly Secret: {
            readonly key: string;
            readonly project: components["schemas"]["IdAndName"];
        };
        readonly SecretKey: {
            readonly key: string;
        };
        readonly ProjectList: {
            readonly projects: readonly components["schemas"]["Project"][];
        };
        readonly RevisionList: {
            readonly revisions: readonly components["schemas"]["Revision"][];
        };
        readonly WorkflowList: {
            readonly workflows: readonly components["schemas"]["Workflow"][];
        };
        readonly SessionList: {
            readonly sessions: readonly components["schemas"]["Session"][];
        };
        readonly AttemptList: {
            readonly attempts: readonly components["schemas"]["Attempt"][];
        };
        readonly TaskList: {
            readonly tasks: readonly components["schemas"]["Task"][];
        };
        readonly ScheduleList: {
            readonly schedules: readonly components["schemas"]["Schedule"][];
        };
        readonly SecretList: {
            readonly secrets: readonly components["schemas"]["SecretKey"][];
        };
        readonly LogFileList: {
            readonly files: readonly components["schemas"]["LogFile"][];
        };
    };
    responses: {
        /** @description A refusal */
        readonly Error: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["RestError"];
            };
        };
    };
    parameters: {
        /** @description A malformed id is 404 */
        readonly id: string;
        /** @description Exclusive */
        readonly last_id: string;
        /** @description Default and maximum 100 */
        readonly page_size: number;
        /** @description Default 100 */
        readonly count: number;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly getVersion: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Version */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Version"];
                };
            };
        };
    };
    readonly checkVersion: {
        readonly parameters: {
            readonly query: {
                readonly client: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Compatibility */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["VersionCheck"];
                };
            };
        };
    };
    readonly getProjects: {
        readonly parameters: {
            readonly query?: {
                /** @description Exact name; the list is empty when there is none */
                readonly name?: string;
                readonly name_pattern?: string;
                /** @description Exclusive */
                readonly last_id?: components["parameters"]["last_id"];
                /** @description Default 100 */
                readonly count?: components["parameters"]["count"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Projects */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProjectList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly putProject: {
        readonly parameters: {
            readonly query: {
                readonly project: string;
                readonly revision: string;
                /** @description Instant from which schedules start */
                readonly schedule_from?: string;
                /** @description Workflow whose last session time is forgotten; repeatable */
                readonly clear_schedule?: readonly string[];
                readonly clear_schedule_all?: boolean;
                /** @description Accept workflow file names that digdag refuses */
                readonly lenient_names?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/gzip": string;
            };
        };
        readonly responses: {
            /** @description The project */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getProjectByName: {
        readonly parameters: {
            readonly query: {
                readonly name: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The project */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getProject: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The project */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly deleteProject: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The project */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getRevisions: {
        readonly parameters: {
            readonly query?: {
                readonly name?: string;
                /** @description Exclusive */
                readonly last_id?: components["parameters"]["last_id"];
            };
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Revisions */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RevisionList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getProjectWorkflows: {
        readonly parameters: {
            readonly query?: {
                readonly revision?: string;
                readonly name?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Workflows */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WorkflowList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getProjectWorkflowByQuery: {
        readonly parameters: {
            readonly query: {
                readonly name: string;
                readonly revision?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The workflow */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Workflow"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getProjectWorkflow: {
        readonly parameters: {
            readonly query?: {
                readonly revision?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The workflow */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Workflow"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getProjectSchedules: {
        readonly parameters: {
            readonly query?: {
                readonly workflow?: string;
                /** @description Exclusive */
                readonly last_id?: components["parameters"]["last_id"];
            };
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Schedules */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ScheduleList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getProjectSessions: {
        readonly parameters: {
            readonly query?: {
                readonly workflow?: string;
                /** @description Exclusive */
                readonly last_id?: components["parameters"]["last_id"];
                /** @description Default and maximum 100 */
                readonly page_size?: components["parameters"]["page_size"];
            };
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Sessions */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SessionList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getArchive: {
        readonly parameters: {
            readonly query?: {
                readonly revision?: string;
                readonly direct_download?: boolean;
            };
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description tar.gz */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/gzip": string;
                };
            };
            /** @description Moved to a signed URL */
            readonly 303: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getSecrets: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Keys */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SecretList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly putSecret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
                readonly key: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SecretValue"];
            };
        };
        readonly responses: {
            /** @description The key */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Secret"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly deleteSecret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
                readonly key: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The key */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Secret"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getWorkflows: {
        readonly parameters: {
            readonly query?: {
                /** @description Exclusive */
                readonly last_id?: components["parameters"]["last_id"];
                /** @description Default 100 */
                readonly count?: components["parameters"]["count"];
                readonly order?: "asc" | "desc";
                readonly name_pattern?: string;
                readonly search_project_name?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Workflows */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WorkflowList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getWorkflowByQuery: {
        readonly parameters: {
            readonly query: {
                readonly project: string;
                readonly name: string;
                readonly revision?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The workflow */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Workflow"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getWorkflow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The workflow */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Workflow"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getTruncatedSessionTime: {
        readonly parameters: {
            readonly query: {
                /** @description Local 2016-01-01T00:00:00, or with an offset */
                readonly session_time: string;
                readonly mode?: "hour" | "day" | "schedule" | "next_schedule";
            };
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The time */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TruncatedSessionTime"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getSchedules: {
        readonly parameters: {
            readonly query?: {
                /** @description Exclusive */
                readonly last_id?: components["parameters"]["last_id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Schedules */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ScheduleList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getSchedule: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The schedule */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Schedule"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly skipSchedule: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ScheduleSkip"];
            };
        };
        readonly responses: {
            /** @description The schedule */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ScheduleSummary"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly backfillSchedule: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ScheduleBackfill"];
            };
        };
        readonly responses: {
            /** @description Attempts */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ScheduleAttempts"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly disableSchedule: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The schedule */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ScheduleSummary"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly enableSchedule: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["ScheduleEnable"];
            };
        };
        readonly responses: {
            /** @description The schedule */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ScheduleSummary"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getSessions: {
        readonly parameters: {
            readonly query?: {
                /** @description Exclusive */
                readonly last_id?: components["parameters"]["last_id"];
                /** @description Default and maximum 100 */
                readonly page_size?: components["parameters"]["page_size"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Sessions */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SessionList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The session */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getSessionAttempts: {
        readonly parameters: {
            readonly query?: {
                /** @description Exclusive */
                readonly last_id?: components["parameters"]["last_id"];
                /** @description Default and maximum 100 */
                readonly page_size?: components["parameters"]["page_size"];
            };
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Attempts */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AttemptList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getAttempts: {
        readonly parameters: {
            readonly query?: {
                /** @description Name */
                readonly project?: string;
                /** @description Name */
                readonly workflow?: string;
                readonly include_retried?: boolean;
                /** @description Exclusive */
                readonly last_id?: components["parameters"]["last_id"];
                /** @description Default and maximum 100 */
                readonly page_size?: components["parameters"]["page_size"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Attempts */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AttemptList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly putAttempt: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["AttemptRequest"];
            };
        };
        readonly responses: {
            /** @description The attempt */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Attempt"];
                };
            };
            /** @description The attempt that exists */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Attempt"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getAttempt: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The attempt */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Attempt"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getAttemptRetries: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Attempts */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AttemptList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getTasks: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Tasks */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TaskList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly killAttempt: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The attempt */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Attempt"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getLogFiles: {
        readonly parameters: {
            readonly query?: {
                /** @description Prefix of a full task name */
                readonly task?: string;
                readonly direct_download?: boolean;
            };
            readonly header?: never;
            readonly path: {
                readonly attempt: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Files */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LogFileList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getLogFile: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly attempt: string;
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description gzip */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/gzip": string;
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly getAttemptUserInfo: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description A malformed id is 404 */
                readonly id: components["parameters"]["id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The revision's userInfo */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Config"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
}
