// Generated from docs/reference/openapi.json by scripts/generate-sdk.ts. Do not edit.
export interface paths {
    "/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the services */
        get: operations["listServices"];
        put?: never;
        /**
         * Install a service
         * @description With all that it requires. The general form is `POST /tasks`.
         */
        post: operations["installService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a service */
        get: operations["getService"];
        /**
         * Change settings of a service
         * @description Those that are named; the others stay. If the service does not come up with them, the old ones are put back.
         */
        put: operations["reconfigureService"];
        post?: never;
        /**
         * Uninstall a service
         * @description Refused while other services require it. What lies under the data folder always stays.
         */
        delete: operations["uninstallService"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the state of a service
         * @description With its last changes and, where it is not well, what is to blame.
         */
        get: operations["getServiceStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain how a service came to be as it is
         * @description What happened to it and why, in sentences, as far back as its events are kept.
         */
        get: operations["getServiceHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a service
         * @description With what it requires, and with what its stop took along.
         */
        post: operations["startService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a service
         * @description Refused while running services require it, unless `cascade` stops them first.
         */
        post: operations["stopService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Update a service
         * @description To what the catalog has, or to another version. Its config folder is saved first; if the service does not come up, the old image and the saved folder are put back.
         */
        post: operations["updateService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restart a service
         * @description Together with those that share its network namespace.
         */
        post: operations["restartService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a service’s log
         * @description One JSON object per line, or an event stream of `line` events. A failure after the beginning is the last entry: a problem document, in the event stream under `problem`.
         */
        get: operations["getServiceLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what a service uses
         * @description Processor, memory, network, disk and restarts of each component, now and over the last hour.
         */
        get: operations["getServiceMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what every service uses
         * @description As it is now. For Prometheus there is `/metrics` outside of `/api/v1`.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prometheus/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what Prometheus is to scrape
         * @description For `http_sd_configs`: the workers of this machine, and the services that expose metrics and are wanted running.
         */
        get: operations["listPrometheusTargets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a service’s login, sealed for one reader
         * @description A worker seals it to the given key: the value passes through neither the API nor a history in the clear.
         */
        post: operations["readCredentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tasks
         * @description First those that the engine still knows, then the archive; newest first in each.
         */
        get: operations["listTasks"];
        put?: never;
        /** Open a task for any operation */
        post: operations["createTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a task with its plan and steps */
        get: operations["getTask"];
        put?: never;
        post?: never;
        /**
         * Cancel a task
         * @description It stops and takes back what it made. A closed task stays as it is.
         */
        delete: operations["cancelTask"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a task
         * @description An event stream: a `snapshot` (the task, as `GET /tasks/{id}` shows it), then every event after it, named by its type, with its position as id. It ends after `task.closed`; a task that was ended from outside ends with a `snapshot`.
         */
        get: operations["streamTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show what a request would do
         * @description Takes what `POST /tasks` takes and changes nothing. Missing settings are part of the answer.
         */
        post: operations["previewTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what can be installed */
        get: operations["listCatalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/catalog/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a definition and its settings */
        get: operations["getDefinition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List events */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow all events
         * @description An event stream: without a position a `snapshot` (the services, as `GET /services` shows them), then every event after it, named by its type, with its position as id.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how everything is
         * @description Always 200: what is unwell is in the answer.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the health of every service */
        get: operations["getServiceHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/dependencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what is to blame
         * @description What requires what, how each is, and the root causes of what is not well.
         */
        get: operations["getHealthDependencies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite a host
         * @description The token is for one host and one use, and is shown this once. A newer invitation takes the place of an older one.
         */
        post: operations["inviteHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the hosts */
        get: operations["listHosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a host */
        get: operations["getHost"];
        put?: never;
        post?: never;
        /**
         * Remove a host
         * @description It is let in no more. An invitation of this name is taken back as well.
         */
        delete: operations["removeHost"];
        options?: never;
        head?: never;
        /** Change the labels of a host */
        patch: operations["labelHost"];
        trace?: never;
    };
    "/hosts/{id}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Place nothing new on a host
         * @description What is there stays.
         */
        post: operations["drainHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts/{id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a host take services again */
        post: operations["openHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts/{id}/reconcile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare a host with what is wanted
         * @description What differs is named in the answer, and repaired by the monitors of the services.
         */
        post: operations["reconcileHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/maintenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the maintenance windows
         * @description Those that have not ended.
         */
        get: operations["listMaintenance"];
        put?: never;
        /**
         * Switch recovery off for a while
         * @description Health is still watched and told; nothing is restarted.
         */
        post: operations["openMaintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/maintenance/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Switch recovery on again */
        delete: operations["endMaintenance"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the alerts
         * @description With what became of telling each sink. Resolved ones are kept for 90 days, 2,000 at most.
         */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the settings of the instance */
        get: operations["getConfig"];
        /**
         * Change settings of the instance
         * @description Those that are named; the others stay.
         */
        put: operations["updateConfig"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check settings of the instance */
        post: operations["validateConfig"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show which Showrunner this is */
        get: operations["getInstance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        InstallRequest: {
            service: string;
            definition?: string;
            /** @default {} */
            settings?: components["schemas"]["GivenSettings"];
            /** @description Where it goes; chosen where none is named. */
            host?: string;
            /** @description Only hosts that have all of these labels; `placement` of the service says what was chosen. */
            labels?: {
                [key: string]: string;
            };
            /** @description Hash of the plan that was looked at; if reality moved, the task fails `plan-stale`. */
            approvedPlan?: string;
        };
        /**
         * @description Settings of services as `<service>.<setting>`, and of the instance as `paths.data`, `timezone`… Secret ones are sealed at once and never shown.
         * @example {
         *       "paths.data": "/srv/media",
         *       "vpn.provider": "mullvad"
         *     }
         */
        GivenSettings: {
            [key: string]: components["schemas"]["SettingValue"];
        };
        SettingValue: string | number | boolean;
        ReconfigureRequest: {
            settings: components["schemas"]["GivenSettings"];
        };
        /** @default {} */
        UpdateRequest: {
            /** @description Tag of the main image; by default what the catalog has. */
            version?: string;
            digest?: string;
        };
        CredentialsRequest: {
            recipient: components["schemas"]["RecipientKey"];
        };
        /** @description Public key (JWK) of whoever is to read the answer. */
        RecipientKey: {
            /** @constant */
            kty: "EC";
            /** @constant */
            crv: "P-256";
            x: string;
            y: string;
        };
        TaskRequest: {
            /** @constant */
            operation: "install";
            services: string[];
            /** @default {} */
            settings?: components["schemas"]["GivenSettings"];
            /** @description Where it goes; chosen where none is named. */
            host?: string;
            /** @description Only hosts that have all of these labels; `placement` of the service says what was chosen. */
            labels?: {
                [key: string]: string;
            };
            /** @description Hash of the plan that was looked at; if reality moved, the task fails `plan-stale`. */
            approvedPlan?: string;
        } | {
            /** @constant */
            operation: "uninstall";
            service: string;
            /**
             * @description Config folders, volumes and secrets go as well. Never the data.
             * @default false
             */
            purge?: boolean;
            /** @description Hash of the plan that was looked at; if reality moved, the task fails `plan-stale`. */
            approvedPlan?: string;
        } | {
            /** @constant */
            operation: "start";
            service: string;
            /** @description Hash of the plan that was looked at; if reality moved, the task fails `plan-stale`. */
            approvedPlan?: string;
        } | {
            /** @constant */
            operation: "stop";
            service: string;
            /**
             * @description What requires the service is stopped first; a start of it brings all back.
             * @default false
             */
            cascade?: boolean;
            /** @description Hash of the plan that was looked at; if reality moved, the task fails `plan-stale`. */
            approvedPlan?: string;
        } | {
            /** @constant */
            operation: "restart";
            service: string;
            /** @description Hash of the plan that was looked at; if reality moved, the task fails `plan-stale`. */
            approvedPlan?: string;
        } | {
            /** @constant */
            operation: "reconfigure";
            service: string;
            settings: components["schemas"]["GivenSettings"];
            /** @description Hash of the plan that was looked at; if reality moved, the task fails `plan-stale`. */
            approvedPlan?: string;
        } | {
            /** @constant */
            operation: "update";
            service: string;
            /** @description Tag of the main image; by default what the catalog has. */
            version?: string;
            digest?: string;
            /** @description Hash of the plan that was looked at; if reality moved, the task fails `plan-stale`. */
            approvedPlan?: string;
        };
        InvitationRequest: {
            /** @description Id of the host that is to join. */
            host: string;
            /**
             * @description What a person says of the host, such as `disk: large`. 32 at most.
             * @default {}
             */
            labels?: {
                [key: string]: string;
            };
            /** @default 60 */
            expiresInMinutes?: number;
            /**
             * @description For a host that has joined and has lost its way in, or is reached elsewhere now: it keeps its services, labels and name.
             * @default false
             */
            again?: boolean;
        };
        HostChange: {
            /** @description Merged in; null takes a label away. Key `[a-z][a-z0-9.-]{0,62}`, value at most 63 of `[A-Za-z0-9._-]`. */
            labels: {
                [key: string]: string | null;
            };
        };
        MaintenanceRequest: {
            /** @description Absent: all services. */
            service?: string;
            /**
             * Format: date-time
             * @description Now, where nothing is said.
             */
            startsAt?: string;
            /** Format: date-time */
            endsAt: string;
            reason: string;
        };
        ConfigUpdate: {
            settings: components["schemas"]["GivenSettings"];
        };
        ServiceList: {
            services: components["schemas"]["Service"][];
        };
        Service: {
            id: string;
            /** @description The program’s name. */
            name: string;
            definition: string;
            category: string;
            version: string;
            host: string;
            /** @description Why it is on that host and not elsewhere; absent where nothing was to choose. */
            placement?: string[];
            desired: components["schemas"]["DesiredState"];
            status: components["schemas"]["ServiceStatus"];
            health: components["schemas"]["HealthStatus"];
            /** @description Time of the last change of status. */
            since: string;
            /** @enum {string} */
            origin: "request" | "dependency";
            /** @description Plain settings; secret ones are only named, in `secretSettings`. */
            settings: {
                [key: string]: components["schemas"]["SettingValue"];
            };
            secretSettings: string[];
            ports: components["schemas"]["PublishedPort"][];
            /** @description Address of its web page. */
            web?: string;
            /** @description Its own folder below `paths.config`; a service that keeps nothing there has none. */
            folder?: string;
            requires: string[];
            requiredBy: string[];
            /** @description Moves with every change of the row, its health among them. */
            revision: number;
            /** @description Of its settings and version, for If-Match. It moves with these alone. */
            etag: string;
            /** @description The task that is at work on it, or was last. */
            task?: string;
        };
        /** @enum {string} */
        DesiredState: "running" | "stopped" | "absent";
        /** @enum {string} */
        ServiceStatus: "absent" | "installing" | "running" | "degraded" | "stopped" | "starting" | "stopping" | "updating" | "recovering" | "uninstalling" | "failed";
        /** @enum {string} */
        HealthStatus: "healthy" | "unhealthy" | "starting" | "unknown";
        PublishedPort: {
            container: number;
            /** @enum {string} */
            protocol: "tcp" | "udp";
            host: number;
        };
        Problem: {
            /** @description Where the code is described. */
            type: string;
            title: string;
            status: number;
            /** @description Stable name of the failure; see the error reference. */
            code: string;
            /** @description What happened in this very case. */
            detail: string;
            /** @description What can be done about it. */
            remedy: string;
            correlationId: string;
            /** @description Every fault of the request at once. */
            faults?: components["schemas"]["Fault"][];
            /** @description Ids that help a program act, such as the open `task`. */
            data?: {
                [key: string]: string | number | boolean | string[];
            };
        };
        Fault: {
            /** @description Where, such as `vpn.provider` or `body.services[0]`. */
            field: string;
            reason: string;
        };
        Task: {
            id: string;
            operation: components["schemas"]["Operation"];
            /** @description Absent for batches and previews. */
            service?: string;
            status: components["schemas"]["TaskStatus"];
            startedAt: string;
            closedAt?: string;
            /** @description The task that started this one. */
            parent?: string;
            requestedBy: string;
            correlationId: string;
            waitingFor?: string;
            phase?: components["schemas"]["Phase"];
            plan?: components["schemas"]["Plan"];
            steps: components["schemas"]["StepState"][];
            error?: components["schemas"]["TaskError"];
            /** @description Tasks that this one started. */
            children: string[];
        };
        /** @enum {string} */
        Operation: "install" | "uninstall" | "start" | "stop" | "restart" | "reconfigure" | "update" | "recover" | "batch" | "preview";
        /** @enum {string} */
        TaskStatus: "queued" | "running" | "waiting" | "cancelling" | "succeeded" | "failed" | "cancelled" | "timed-out" | "terminated";
        /** @enum {string} */
        Phase: "validate" | "resolve" | "prepare" | "pull" | "resources" | "deploy" | "integrate" | "monitor";
        Plan: {
            /** @constant */
            format: 1;
            /** @enum {string} */
            operation: "install" | "uninstall" | "start" | "stop" | "restart" | "reconfigure" | "update" | "recover";
            service: string;
            hash: string;
            steps: components["schemas"]["Step"][];
            notes: string[];
        };
        Step: {
            id: string;
            type: components["schemas"]["StepType"];
            phase: components["schemas"]["Phase"];
            /** @description Why the step is there. */
            cause: string;
            /** @description Steps that must be done first. */
            after: string[];
            bestEffort: boolean;
            /** @description Differ by type. Never a secret. */
            arguments: {
                [key: string]: unknown;
            };
        };
        /** @enum {string} */
        StepType: "waitForService" | "ensureSecret" | "forgetSecret" | "ensureDirectory" | "removeDirectory" | "pullImage" | "createNetwork" | "removeNetwork" | "createVolume" | "removeVolume" | "createContainer" | "seedFile" | "connectNetwork" | "startContainer" | "waitHealthy" | "keepRunning" | "stopContainer" | "removeContainer" | "snapshotFolder" | "restoreFolder" | "applyLink" | "removeLink" | "saveService" | "startMonitor" | "stopMonitor";
        StepState: {
            id: string;
            type: components["schemas"]["StepType"];
            phase: components["schemas"]["Phase"];
            /** @enum {string} */
            state: "pending" | "running" | "done" | "adopted" | "kept" | "skipped" | "failed" | "undone";
            detail?: string;
            startedAt?: string;
            endedAt?: string;
            progress?: components["schemas"]["ByteProgress"];
        };
        ByteProgress: {
            current: number;
            total: number;
        };
        TaskError: {
            code: components["schemas"]["ErrorCode"];
            message: string;
            remedy: string;
            step?: string;
        };
        /**
         * @description See the error reference.
         * @enum {string}
         */
        ErrorCode: "invalid-input" | "missing-settings" | "unauthenticated" | "forbidden" | "not-found" | "body-too-large" | "idempotency-mismatch" | "position-gone" | "service-busy" | "service-required" | "service-leaving" | "illegal-transition" | "container-gone" | "plan-stale" | "port-taken" | "name-taken" | "join-refused" | "host-in-use" | "host-local" | "no-host" | "no-gateway" | "catalog-invalid" | "dependency-cycle" | "dependency-failed" | "no-provider" | "image-not-found" | "image-pull-failed" | "image-denied" | "container-invalid" | "container-exited" | "never-healthy" | "network-unavailable" | "directory-unusable" | "link-refused" | "login-failed" | "secret-missing" | "secret-unreadable" | "secret-conflict" | "task-timeout" | "operation-lost" | "engine-unreachable" | "engine-timeout" | "database-unreachable" | "temporal-unreachable" | "secret-store-unreachable" | "app-unreachable" | "precondition-failed" | "home-unusable" | "home-locked" | "download-corrupt" | "internal";
        ServiceState: {
            id: string;
            desired: components["schemas"]["DesiredState"];
            status: components["schemas"]["ServiceStatus"];
            health: components["schemas"]["HealthStatus"];
            since: string;
            revision: number;
            openTask?: string;
            /** @description The last 10 changes, oldest first. */
            changes: components["schemas"]["ServiceStateChange"][];
            /** @description What is to blame when it should run and is not well; itself where all that it requires is well. */
            rootCauses: string[];
        };
        ServiceStateChange: {
            time: string;
            status: components["schemas"]["ServiceStatus"];
            health: components["schemas"]["HealthStatus"];
            cause: string;
            task?: string;
        };
        ServiceHistory: {
            now: components["schemas"]["ServiceCondition"];
            /** @description Why it is on its host and not elsewhere; absent where nothing was to choose. */
            placement?: string[];
            /** @description For a service that suffers from others: from what it requires down to each root cause, each because of the next. */
            because: components["schemas"]["ServiceCondition"][][];
            /** @description Oldest first. */
            entries: {
                time: string;
                /** @enum {string} */
                kind: "service.changed" | "service.recovery" | "alert.raised" | "alert.resolved" | "task.opened" | "task.closed" | "step.failed";
                sentence: string;
                task?: string;
                /** @description How often it happened in a row. */
                count: number;
                /** @description The last time, where it was several. */
                until?: string;
            }[];
        };
        ServiceCondition: {
            service: string;
            desired: components["schemas"]["DesiredState"];
            status: components["schemas"]["ServiceStatus"];
            health: components["schemas"]["HealthStatus"];
            /** @description Since when status and health are so. */
            since: string;
            /** @description In words, why; absent where nothing is told. */
            cause?: string;
            /** @description For one that should run and is not well: what ended its last good health, where it has changed since. */
            trouble?: {
                since: string;
                cause: string;
            };
        };
        LogLine: {
            time: string;
            /** @enum {string} */
            stream: "stdout" | "stderr";
            text: string;
            /**
             * @description Where the line’s shape tells it.
             * @enum {string}
             */
            level?: "error" | "warn" | "info" | "debug";
        };
        ServiceMetrics: {
            service: string;
            host: string;
            components: {
                component: string;
                /** @description At most some seconds old; `null` while the component does not run. */
                now: components["schemas"]["UsagePoint"] | null;
                /** @description A point a minute, 60 at most, oldest first; from the worker’s memory. */
                lastHour: components["schemas"]["UsagePoint"][];
            }[];
        };
        UsagePoint: {
            at: string;
            /** @description Cores in use since the point before; `null` at the beginning of a run. */
            cpuCores: number | null;
            /** @description Without page cache that can be dropped at once. */
            memoryBytes: number;
            /** @description `null` without a limit. */
            memoryLimitBytes: number | null;
            /** @description Since the container’s start. `null` where the container has no network of its own, such as a member of a VPN gateway’s: there the gateway’s counts. */
            networkReceivedBytes: number | null;
            /** @description Since the container’s start. `null` where the container has no network of its own, such as a member of a VPN gateway’s: there the gateway’s counts. */
            networkSentBytes: number | null;
            /** @description Since the container’s start. `null` where the engine counts none. */
            diskReadBytes: number | null;
            /** @description Since the container’s start. `null` where the engine counts none. */
            diskWrittenBytes: number | null;
            /** @description How often the engine has started it again by itself. */
            restarts: number;
        };
        UsageList: {
            components: {
                service: string;
                component: string;
                /** @description At most some seconds old; `null` while the component does not run. */
                now: components["schemas"]["UsagePoint"] | null;
            }[];
            /** @description Hosts that did not answer; their services are missing above. */
            unreachable: {
                host: string;
                reason: string;
            }[];
        };
        PrometheusTargets: components["schemas"]["PrometheusTargetGroup"][];
        PrometheusTargetGroup: {
            targets: string[];
            labels: {
                [key: string]: string;
            };
        };
        SealedCredentials: {
            /** @description Compact JWE (ECDH-ES, A256GCM) of `{user?, password?, apiKey?}` as JSON. */
            sealed: string;
        };
        TaskPage: {
            tasks: components["schemas"]["TaskSummary"][];
            next?: string;
        };
        TaskSummary: {
            id: string;
            operation: components["schemas"]["Operation"];
            /** @description Absent for batches and previews. */
            service?: string;
            status: components["schemas"]["TaskStatus"];
            startedAt: string;
            closedAt?: string;
            /** @description The task that started this one. */
            parent?: string;
            requestedBy: string;
            correlationId: string;
        };
        CloudEvent: {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.task.opened";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                operation: components["schemas"]["Operation"];
                members?: components["schemas"]["BatchMember"][];
                parent?: string;
                requestedBy: string;
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.task.planned";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                plan: components["schemas"]["Plan"];
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.task.child";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                child: string;
                service: string;
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.task.closed";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                status: components["schemas"]["TaskStatus"];
                error?: components["schemas"]["TaskError"];
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.step.started";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                step: string;
                attempt: number;
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.step.progress";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                step: string;
                progress: components["schemas"]["ByteProgress"];
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.step.ended";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                step: string;
                /** @enum {string} */
                outcome: "done" | "adopted" | "kept" | "skipped" | "undone";
                detail: string;
                evidence?: components["schemas"]["Evidence"];
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.step.failed";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                step: string;
                error: components["schemas"]["TaskError"];
                attempt: number;
                evidence?: components["schemas"]["Evidence"];
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.service.changed";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                status: components["schemas"]["ServiceStatus"];
                health: components["schemas"]["HealthStatus"];
                desired: components["schemas"]["DesiredState"];
                since: string;
                revision: number;
                cause: string;
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.service.recovery";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                /** @enum {string} */
                phase: "attempt" | "half-open" | "failed" | "recovered" | "postponed" | "relapsed" | "waiting" | "breaker-opened" | "breaker-closed";
                cause: string;
                attempt?: number;
                nextTryAt?: string;
                waitsFor?: string;
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.host.changed";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                host: string;
                reachable: boolean;
                cause: string;
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.host.joined";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                host: string;
                address: string;
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.host.drained";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                host: string;
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.host.opened";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                host: string;
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.host.removed";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                host: string;
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.alert.raised";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                alert: string;
                name: components["schemas"]["AlertName"];
                severity: components["schemas"]["AlertSeverity"];
                summary: string;
                description: string;
            };
        } | {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @constant */
            type: "showrunner.alert.resolved";
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            subject?: string;
            correlationid: string;
            task?: string;
            service?: string;
            position: number;
            data: {
                alert: string;
                name: components["schemas"]["AlertName"];
                severity: components["schemas"]["AlertSeverity"];
                summary: string;
                raisedAt: string;
            };
        };
        BatchMember: {
            /** @enum {string} */
            operation: "install" | "start" | "stop" | "restart" | "reconfigure" | "update";
            service: string;
            host: string;
        } | {
            /** @constant */
            operation: "uninstall";
            service: string;
            host: string;
            purge: boolean;
        };
        Evidence: {
            container: string;
            state: string;
            exitCode?: number;
            error?: string;
            lastProbe?: string;
            log: string[];
        };
        /** @enum {string} */
        AlertName: "ServiceDown" | "ServiceFlapping";
        /** @enum {string} */
        AlertSeverity: "critical" | "warning";
        PlanPreview: {
            /** @enum {string} */
            operation: "install" | "uninstall" | "start" | "stop" | "restart" | "reconfigure" | "update" | "recover" | "batch";
            /** @description Give it back as `approvedPlan`; absent while there are faults. */
            hash?: string;
            /** @description The whole closure, each after what it requires. */
            services: {
                id: string;
                title: string;
                version: string;
                /** @description Where it is, or would be. */
                host: string;
                /** @enum {string} */
                origin: "request" | "dependency";
                installed: boolean;
                requires: string[];
            }[];
            /** @description What runs together, in order. */
            stages: string[][];
            /** @description Settings that are missing or not valid. */
            faults: components["schemas"]["Fault"][];
            plans: components["schemas"]["Plan"][];
            notes: string[];
        };
        Catalog: {
            definitions: components["schemas"]["CatalogEntry"][];
        };
        CatalogEntry: {
            id: string;
            title: string;
            category: string;
            description: string;
            website: string;
            version: string;
            provides: string[];
            requires: {
                capability: string;
                default: string;
                optional: boolean;
                /** @enum {string} */
                via: "network" | "namespace";
                reason: string;
            }[];
            settings: {
                [key: string]: {
                    title: string;
                    description: string;
                    /** @enum {string} */
                    type: "text" | "number" | "boolean" | "choice";
                    choices?: string[];
                    pattern?: string;
                    required: boolean;
                    default?: components["schemas"]["SettingValue"];
                    secret: boolean;
                    when?: {
                        setting: string;
                        equals: components["schemas"]["SettingValue"];
                    };
                };
            };
            images: {
                component: string;
                image: string;
                digest?: string;
            }[];
            ports: {
                container: number;
                /** @enum {string} */
                protocol: "tcp" | "udp";
            }[];
        };
        EventPage: {
            events: components["schemas"]["CloudEvent"][];
            /** @description Give it as `after` to read on. */
            position: number;
            /** @description There are events after this page already. */
            more: boolean;
        };
        SystemHealth: {
            /**
             * @description `unhealthy`: the control plane cannot work. `degraded`: a service is unwell, or nothing is known of one that should run.
             * @enum {string}
             */
            status: "healthy" | "degraded" | "unhealthy";
            controlPlane: {
                api: components["schemas"]["PartHealth"];
                database: components["schemas"]["PartHealth"];
                temporal: components["schemas"]["PartHealth"];
            };
            services: {
                total: number;
                byHealth: {
                    [key: string]: number;
                };
                byStatus: {
                    [key: string]: number;
                };
            };
            /** @description Hosts on which nothing is known of any service that should run, with those. */
            hostsAway: {
                host: string;
                services: string[];
            }[];
        };
        PartHealth: {
            ok: boolean;
            detail: string;
        };
        ServiceHealthList: {
            services: {
                id: string;
                health: components["schemas"]["HealthStatus"];
                status: components["schemas"]["ServiceStatus"];
                desired: components["schemas"]["DesiredState"];
                since: string;
            }[];
        };
        HealthDependencies: {
            services: {
                id: string;
                health: components["schemas"]["HealthStatus"];
                status: components["schemas"]["ServiceStatus"];
                desired: components["schemas"]["DesiredState"];
                /** @description Time of the last change of status. */
                since: string;
                requires: {
                    service: string;
                    capability: string;
                    optional: boolean;
                    /** @enum {string} */
                    via: "network" | "namespace";
                }[];
                /** @description What is to blame when it should run and is not well; itself where all that it requires is well. */
                rootCauses: string[];
            }[];
            /** @description What is to blame, and who should run and is not well because of it. */
            rootCauses: {
                service: string;
                desired: components["schemas"]["DesiredState"];
                status: components["schemas"]["ServiceStatus"];
                health: components["schemas"]["HealthStatus"];
                /** @description Since when status and health are so. */
                since: string;
                /** @description In words, why; absent where nothing is told. */
                cause?: string;
                /** @description For one that should run and is not well: what ended its last good health, where it has changed since. */
                trouble?: {
                    since: string;
                    cause: string;
                };
                suffering: string[];
            }[];
        };
        Invitation: {
            host: string;
            /** @description Shown this once; it is kept nowhere. */
            token: string;
            expires: string;
            /** @description Where the host finds the gateway. */
            address: string;
        };
        HostList: {
            hosts: components["schemas"]["Host"][];
        };
        Host: {
            id: string;
            /**
             * @description `local`: the control plane’s own.
             * @enum {string}
             */
            kind: "local" | "joined";
            /** @description IPv4 address at which other hosts reach its services. */
            address: string;
            /** @description What a person says of the host, such as `disk: large`. 32 at most. */
            labels: {
                [key: string]: string;
            };
            /**
             * @description `draining`: what is there stays, and nothing new is placed there.
             * @enum {string}
             */
            scheduling: "open" | "draining";
            /** @description Absent until its worker has told it. */
            capacity?: {
                memoryBytes: number;
                processors: number;
            };
            /** @description When it became a host. */
            since: string;
            /**
             * @description `unknown`: nothing was heard of it yet.
             * @enum {string}
             */
            state: "reachable" | "unreachable" | "unknown";
            stateSince?: string;
            stateCause?: string;
            /** @description How many are there. */
            services: number;
        };
        RemovedHost: {
            host: string;
        };
        Reconciliation: {
            /** @description How many were compared. */
            services: number;
            differing: {
                service: string;
                /** @enum {string} */
                happened: "ended" | "out-of-memory" | "gone" | "drifted" | "stalled";
                what: string;
            }[];
        };
        MaintenanceList: {
            windows: components["schemas"]["MaintenanceWindow"][];
        };
        MaintenanceWindow: {
            id: string;
            /** @description Absent: all services. */
            service?: string;
            startsAt: string;
            endsAt: string;
            reason: string;
        };
        MaintenanceAnswer: {
            id: string;
            /** @description Absent: all services. */
            service?: string;
            startsAt: string;
            endsAt: string;
            reason: string;
            /** @description The change is in force, but not all monitors know of it yet: when they will. */
            delayed?: string;
        };
        AlertList: {
            alerts: components["schemas"]["Alert"][];
            /** @description Where alerts go. Addresses are settings of the instance. */
            sinks: {
                name: components["schemas"]["AlertSinkName"];
                /**
                 * @description `switched-off`: it asked to be left alone; it is until the settings are changed.
                 * @enum {string}
                 */
                state: "on" | "off" | "switched-off";
                detail: string;
            }[];
        };
        Alert: {
            id: string;
            service: string;
            name: components["schemas"]["AlertName"];
            severity: components["schemas"]["AlertSeverity"];
            /** @enum {string} */
            state: "open" | "resolved";
            summary: string;
            description: string;
            raisedAt: string;
            resolvedAt?: string;
            /** @description What each sink was told, or is still to be told. */
            deliveries: {
                sink: components["schemas"]["AlertSinkName"];
                /** @enum {string} */
                message: "raised" | "resolved";
                /** @enum {string} */
                state: "due" | "delivered" | "failed" | "skipped";
                detail: string;
                at: string;
            }[];
        };
        /** @enum {string} */
        AlertSinkName: "alertmanager" | "webhook";
        Config: {
            /** @description What holds: what was given, over the defaults. */
            settings: {
                [key: string]: string | number;
            };
            /** @description Names of those that were given. */
            given: string[];
            /** @description What is missing or no longer valid; an install needs it first. */
            faults: components["schemas"]["Fault"][];
            revision: number;
        };
        ConfigVerdict: {
            valid: boolean;
            faults: components["schemas"]["Fault"][];
        };
        Instance: {
            id: string;
            name: string;
            /** @description Where services are installed unless another host is named. */
            host: string;
            versions: {
                showrunner: string;
                /** @constant */
                api: "v1";
                node: string;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type InstallRequest = components['schemas']['InstallRequest'];
export type GivenSettings = components['schemas']['GivenSettings'];
export type SettingValue = components['schemas']['SettingValue'];
export type ReconfigureRequest = components['schemas']['ReconfigureRequest'];
export type UpdateRequest = components['schemas']['UpdateRequest'];
export type CredentialsRequest = components['schemas']['CredentialsRequest'];
export type RecipientKey = components['schemas']['RecipientKey'];
export type TaskRequest = components['schemas']['TaskRequest'];
export type InvitationRequest = components['schemas']['InvitationRequest'];
export type HostChange = components['schemas']['HostChange'];
export type MaintenanceRequest = components['schemas']['MaintenanceRequest'];
export type ConfigUpdate = components['schemas']['ConfigUpdate'];
export type ServiceList = components['schemas']['ServiceList'];
export type Service = components['schemas']['Service'];
export type DesiredState = components['schemas']['DesiredState'];
export type ServiceStatus = components['schemas']['ServiceStatus'];
export type HealthStatus = components['schemas']['HealthStatus'];
export type PublishedPort = components['schemas']['PublishedPort'];
export type Problem = components['schemas']['Problem'];
export type Fault = components['schemas']['Fault'];
export type Task = components['schemas']['Task'];
export type Operation = components['schemas']['Operation'];
export type TaskStatus = components['schemas']['TaskStatus'];
export type Phase = components['schemas']['Phase'];
export type Plan = components['schemas']['Plan'];
export type Step = components['schemas']['Step'];
export type StepType = components['schemas']['StepType'];
export type StepState = components['schemas']['StepState'];
export type ByteProgress = components['schemas']['ByteProgress'];
export type TaskError = components['schemas']['TaskError'];
export type ErrorCode = components['schemas']['ErrorCode'];
export type ServiceState = components['schemas']['ServiceState'];
export type ServiceStateChange = components['schemas']['ServiceStateChange'];
export type ServiceHistory = components['schemas']['ServiceHistory'];
export type ServiceCondition = components['schemas']['ServiceCondition'];
export type LogLine = components['schemas']['LogLine'];
export type ServiceMetrics = components['schemas']['ServiceMetrics'];
export type UsagePoint = components['schemas']['UsagePoint'];
export type UsageList = components['schemas']['UsageList'];
export type PrometheusTargets = components['schemas']['PrometheusTargets'];
export type PrometheusTargetGroup = components['schemas']['PrometheusTargetGroup'];
export type SealedCredentials = components['schemas']['SealedCredentials'];
export type TaskPage = components['schemas']['TaskPage'];
export type TaskSummary = components['schemas']['TaskSummary'];
export type CloudEvent = components['schemas']['CloudEvent'];
export type BatchMember = components['schemas']['BatchMember'];
export type Evidence = components['schemas']['Evidence'];
export type AlertName = components['schemas']['AlertName'];
export type AlertSeverity = components['schemas']['AlertSeverity'];
export type PlanPreview = components['schemas']['PlanPreview'];
export type Catalog = components['schemas']['Catalog'];
export type CatalogEntry = components['schemas']['CatalogEntry'];
export type EventPage = components['schemas']['EventPage'];
export type SystemHealth = components['schemas']['SystemHealth'];
export type PartHealth = components['schemas']['PartHealth'];
export type ServiceHealthList = components['schemas']['ServiceHealthList'];
export type HealthDependencies = components['schemas']['HealthDependencies'];
export type Invitation = components['schemas']['Invitation'];
export type HostList = components['schemas']['HostList'];
export type Host = components['schemas']['Host'];
export type RemovedHost = components['schemas']['RemovedHost'];
export type Reconciliation = components['schemas']['Reconciliation'];
export type MaintenanceList = components['schemas']['MaintenanceList'];
export type MaintenanceWindow = components['schemas']['MaintenanceWindow'];
export type MaintenanceAnswer = components['schemas']['MaintenanceAnswer'];
export type AlertList = components['schemas']['AlertList'];
export type Alert = components['schemas']['Alert'];
export type AlertSinkName = components['schemas']['AlertSinkName'];
export type Config = components['schemas']['Config'];
export type ConfigVerdict = components['schemas']['ConfigVerdict'];
export type Instance = components['schemas']['Instance'];
export type $defs = Record<string, never>;
export interface operations {
    listServices: {
        parameters: {
            query?: {
                status?: string;
                health?: string;
                category?: string;
                host?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The services, by id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceList"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    installService: {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is sent again with the same key gets the task of the first. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstallRequest"];
            };
        };
        responses: {
            /** @description The task. */
            202: {
                headers: {
                    /** @description Where the task is to be found. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description `invalid-input`: The request is not valid. `missing-settings`: Required settings have no value. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service-busy`: Another operation holds the service. `service-required`: Other services require this one. `service-leaving`: A required service is being uninstalled. `port-taken`: A host port is taken. `name-taken`: A name is taken by something that is not ours. `no-host`: No host can take the service. `plan-stale`: Reality moved since the plan was approved. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is not in a form that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-mismatch`: This Idempotency-Key was used with another body. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service. */
            200: {
                headers: {
                    /** @description Its `etag`, for If-Match. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Service"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reconfigureService: {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is sent again with the same key gets the task of the first. */
                "idempotency-key"?: string;
                /** @description ETag of what was read. */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReconfigureRequest"];
            };
        };
        responses: {
            /** @description The task. */
            202: {
                headers: {
                    /** @description Where the task is to be found. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description `invalid-input`: The request is not valid. `missing-settings`: Required settings have no value. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service-busy`: Another operation holds the service. `service-leaving`: A required service is being uninstalled. `illegal-transition`: The service cannot do that in its state. `plan-stale`: Reality moved since the plan was approved. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `revision-mismatch`: The settings were changed meanwhile. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is not in a form that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-mismatch`: This Idempotency-Key was used with another body. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uninstallService: {
        parameters: {
            query?: {
                /** @description Config folders, volumes and secrets go as well. Never the data. */
                purge?: boolean;
            };
            header?: {
                /** @description A request that is sent again with the same key gets the task of the first. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task. */
            202: {
                headers: {
                    /** @description Where the task is to be found. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service-busy`: Another operation holds the service. `service-required`: Other services require this one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-mismatch`: This Idempotency-Key was used with another body. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServiceStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its lifecycle state and health. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceState"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServiceHistory: {
        parameters: {
            query?: {
                /** @description Events that are told; repeats are folded. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its history. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceHistory"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startService: {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is sent again with the same key gets the task of the first. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task. */
            202: {
                headers: {
                    /** @description Where the task is to be found. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service-busy`: Another operation holds the service. `service-leaving`: A required service is being uninstalled. `illegal-transition`: The service cannot do that in its state. `plan-stale`: Reality moved since the plan was approved. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-mismatch`: This Idempotency-Key was used with another body. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopService: {
        parameters: {
            query?: {
                /** @description What requires the service is stopped first; a start of it brings all back. */
                cascade?: boolean;
            };
            header?: {
                /** @description A request that is sent again with the same key gets the task of the first. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task. */
            202: {
                headers: {
                    /** @description Where the task is to be found. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service-busy`: Another operation holds the service. `service-leaving`: A required service is being uninstalled. `illegal-transition`: The service cannot do that in its state. `plan-stale`: Reality moved since the plan was approved. `service-required`: Other services require this one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-mismatch`: This Idempotency-Key was used with another body. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateService: {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is sent again with the same key gets the task of the first. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateRequest"];
            };
        };
        responses: {
            /** @description The task. */
            202: {
                headers: {
                    /** @description Where the task is to be found. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service-busy`: Another operation holds the service. `service-leaving`: A required service is being uninstalled. `illegal-transition`: The service cannot do that in its state. `plan-stale`: Reality moved since the plan was approved. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is not in a form that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-mismatch`: This Idempotency-Key was used with another body. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restartService: {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is sent again with the same key gets the task of the first. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task. */
            202: {
                headers: {
                    /** @description Where the task is to be found. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service-busy`: Another operation holds the service. `service-leaving`: A required service is being uninstalled. `illegal-transition`: The service cannot do that in its state. `plan-stale`: Reality moved since the plan was approved. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-mismatch`: This Idempotency-Key was used with another body. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServiceLogs: {
        parameters: {
            query?: {
                /** @description The main one where none is named. */
                component?: string;
                /** @description Lines from the end. */
                tail?: number;
                since?: string;
                follow?: boolean;
                /** @description Lines of that level and worse, of those that `tail` and `since` name. Lines whose level cannot be told are left out, but for indented ones, such as a stack trace, which go with the line before them. */
                level?: "error" | "warn" | "info" | "debug";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Log lines, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["LogLine"];
                    "text/event-stream": components["schemas"]["LogLine"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. `engine-unreachable`: The Docker engine does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServiceMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its components. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceMetrics"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. `engine-unreachable`: The Docker engine does not answer. `temporal-unreachable`: Temporal does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The components of all services. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageList"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPrometheusTargets: {
        parameters: {
            query?: {
                /** @description Only these; both where nothing is said. */
                of?: "workers" | "services";
                /** @description `published`: services at their published ports. `network`: by name, for a Prometheus in their networks. */
                reach?: "published" | "network";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Targets with labels. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrometheusTargets"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialsRequest"];
            };
        };
        responses: {
            /** @description The login, sealed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SealedCredentials"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is not in a form that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. `temporal-unreachable`: Temporal does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTasks: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "queued" | "running" | "waiting" | "cancelling" | "succeeded" | "failed" | "cancelled" | "timed-out" | "terminated";
                service?: string;
                operation?: "install" | "uninstall" | "start" | "stop" | "restart" | "reconfigure" | "update" | "recover" | "batch" | "preview";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tasks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskPage"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. `temporal-unreachable`: Temporal does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is sent again with the same key gets the task of the first. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskRequest"];
            };
        };
        responses: {
            /** @description The task. */
            202: {
                headers: {
                    /** @description Where the task is to be found. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description `invalid-input`: The request is not valid. `missing-settings`: Required settings have no value. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service-busy`: Another operation holds the service. `service-required`: Other services require this one. `service-leaving`: A required service is being uninstalled. `port-taken`: A host port is taken. `name-taken`: A name is taken by something that is not ours. `no-host`: No host can take the service. `plan-stale`: Reality moved since the plan was approved. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is not in a form that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-mismatch`: This Idempotency-Key was used with another body. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task as it is now. */
            202: {
                headers: {
                    /** @description Where the task is to be found. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. `temporal-unreachable`: Temporal does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Position of the last event that was received; the stream goes on after it. */
                "last-event-id"?: number;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task’s events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["CloudEvent"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `position-gone`: That event position is past retention. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewTask: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskRequest"];
            };
        };
        responses: {
            /** @description What would be done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanPreview"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no-host`: No host can take the service. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is not in a form that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. `temporal-unreachable`: Temporal does not answer. `engine-unreachable`: The Docker engine does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `task-timeout`: The task’s deadline passed. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCatalog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The definitions, by id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Catalog"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. `catalog-invalid`: A catalog entry is faulty. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The definition. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogEntry"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. `catalog-invalid`: A catalog entry is faulty. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Events after this position; 0 for the oldest kept. */
                after?: number;
                limit?: number;
                task?: string;
                service?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `position-gone`: That event position is past retention. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description As Last-Event-ID, for a first request. */
                after?: number;
                task?: string;
                service?: string;
            };
            header?: {
                /** @description Position of the last event that was received; the stream goes on after it. */
                "last-event-id"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events from here on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["CloudEvent"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `position-gone`: That event position is past retention. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The control plane and the services. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemHealth"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServiceHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Health by service. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceHealthList"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealthDependencies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The graph and its root causes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthDependencies"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inviteHost: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationRequest"];
            };
        };
        responses: {
            /** @description The invitation. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `name-taken`: A name is taken by something that is not ours. `host-local`: The control plane’s own host cannot be removed. `no-gateway`: No gateway is there for hosts to join through. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is not in a form that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHosts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hosts, by id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostList"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The host. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Host"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The host that was. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedHost"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host-in-use`: Services are installed on the host. `host-local`: The control plane’s own host cannot be removed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    labelHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HostChange"];
            };
        };
        responses: {
            /** @description The host. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Host"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is not in a form that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drainHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The host. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Host"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The host. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Host"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reconcileHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What differs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. `engine-unreachable`: The Docker engine does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMaintenance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The windows, by their beginning. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceList"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openMaintenance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MaintenanceRequest"];
            };
        };
        responses: {
            /** @description The window. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceAnswer"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is not in a form that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endMaintenance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The window that was. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceAnswer"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: There is nothing under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                state?: "open" | "resolved";
                service?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alerts, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertList"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings. */
            200: {
                headers: {
                    /** @description Revision of the settings, for If-Match. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Config"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateConfig: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfigUpdate"];
            };
        };
        responses: {
            /** @description The settings. */
            200: {
                headers: {
                    /** @description Revision of the settings, for If-Match. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Config"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `revision-mismatch`: The settings were changed meanwhile. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is not in a form that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    validateConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfigUpdate"];
            };
        };
        responses: {
            /** @description Whether they would be taken. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigVerdict"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body is not in a form that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInstance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its id, name and versions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instance"];
                };
            };
            /** @description `invalid-input`: The request is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid token came with the request. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited`: Too many requests without a valid token came from this address. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Showrunner made a mistake. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database-unreachable`: Postgres does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
