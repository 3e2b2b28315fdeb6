package io.heddle.it.policy;

import io.heddle.sampler.policy.file.PolicyKey;

/** Writes {@code docs/POLICY.md}. */
final class PolicyReference {
  /** Says something under every key; read by a test as an agent would. */
  static final String EXAMPLE =
      """
      version: 1
      revision: 12                    # each change needs a higher one

      tiers:                          # how crowded this process is, by distinct tenants
        many: 2000                    # from here on traces are sampled
        crowded: 8000                 # above this, sampled more, and labels dropped if strict
        band: 0.1                     # a tier is left a tenth below the edge where it was entered
        window: 5m
        fractions: {few: 1, many: 0.5, crowded: 0.1}

      labels:
        budget: 500                   # most tenant label values on a scrape page
        strict: false
        pins: [acme, globex]          # these have a label whatever they weigh
        incumbent-advantage: 1.5
        half-life: 1m
        rotations-per-hour: 500       # of a label once lost a scraper keeps the series for minutes
        latency-bounds: [100ms, 1s]   # a series a label for each, and one without a bound
        route-errors: 200             # series for errors by tenant and route
        error-weight: 10              # trouble makes a tenant visible
        slow-weight: 4
        slow: 500ms

      traces:
        per-second: 50                # of this process
        certainty-share: 0.85         # for tenants that had no trace lately
        power: 0.6
        unknown-share: 0.2
        slow: 1s
        promoted-per-second: 10       # failed and slow requests

      tenants:
        initech: {pin: true, traces: always}
        load-test@example.org: {traces: never}
        hooli: {traces: 2.5}          # two and a half times its part

      audit:
        enabled: true                 # false is a pause, which is recorded
        reads: false
        guarantee: sync               # records are on disk before the database commits
        detail: none                  # neither literals nor bound values
        actors: plain
        functions: [book_order, "billing.*"]   # SELECT book_order(…) writes
        rules:                        # the first that applies decides
          - action: record            # no payment without a record
            types: [create, update, delete]
            targets: [payment]
            guarantee: fail-closed
            detail: encrypted         # to which card? Readable with the master key alone
          - action: record            # who has read a patient's file?
            types: [read]
            targets: [patient, "patient_*"]
          - action: record            # what exactly was sent?
            types: [create, update]
            targets: ["/payments*"]
            digest: true
          - action: record            # is the table still as it was written?
            types: [create, update, delete]
            targets: [orders]
            fingerprint: [id]
          - action: record            # who has logged in, or tried to?
            targets: [/login]
            as: login
          - action: skip              # changes that nobody asks about
            types: [create, update, delete]
            targets: [http_session, "/internal/*"]

      redaction:
        actors: false
        targets: ["salary*"]
        paths: ["/patients/*", "/files/**"]

      headers:
        tenant: [X-Tenant-ID, X-Org-ID]
        propagation-hosts: [orders.internal, "*.svc.cluster.local"]

      actors:
        from: [principal, jwt.sub]    # whom the application has let in, else the subject of a bearer token

      context:
        linger: 10m                   # a report of five minutes is still its tenant's

      requests:
        path-segments: 2              # of the path of a request that no route matched
        client-address: true
        trusted-proxies: [10.0.0.0/8]
      """;

  private PolicyReference() {}

  static String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # The policy file

        What an operator decides while applications run: who keeps a label, whose traces are kept, what is recorded, what is
        taken out, who is told. The agent reads `policy.yaml` in `heddle.home`, or the file that `heddle.policy` names, and
        looks at it every two seconds; a change is in force on the next request, without a restart. The settings `heddle.*`
        are the defaults of what the file does not say.

        ```
        heddle policy check policy.yaml          # all that is wrong with it, FILE:LINE:COLUMN; --format json for programs
        heddle policy explain acme               # why a tenant has its label and its traces, or has not
        ```

        ## What is promised

        - **As a whole or not at all.** A file with one mistake is refused, and the policy before stays in force. The agent
          logs each mistake with line, column, value and expectation; `heddle_policy_reloads_total{result="refused"}` counts.
        - **Never backwards.** `revision` only grows: an older one is refused, and so is the same one with other content.
          After a restart any revision is accepted. Remarks and layout may change without a new revision.
        - **Any way of writing.** The file's bytes are compared, not its dates: an editor that renames, and the links that
          Kubernetes swaps for a ConfigMap, are seen alike. A half-written file is refused, and accepted once it is whole.
        - **Removed is not changed.** If the file goes, the policy stays in force, and the log says so once.
        - **No half policies.** Readers take one reference without a lock. A request that began under one policy may end
          under the next; each decision about it is made by one of the two.

        `heddle_policy_revision` is the revision in force, `heddle_policy_reloads_total` counts by `result`: `accepted`,
        `refused`, `missing`. Until the file has been read, a moment after the application's first class, the settings hold.

        ## Form

        YAML 1.1 in UTF-8, at most 1 MiB, one document, without aliases and tags. Unknown names, names given twice and
        more than 12 levels are refused. At most 10,000 tenants, 256 audit rules and 256 functions. Times are written `250ms`, `30s`, `10m`
        or `6h`.

        ## Keys

        `<tenant>` is a tenant's ID, `[]` each item of a list. This table is generated from the one in the code
        (`io.heddle.sampler.policy.file.PolicyKey`).

        | Key | Value | Default | Meaning |
        |---|---|---|---|
        """);
    for (PolicyKey key : PolicyKey.values()) {
      page.append("| `")
          .append(key.path())
          .append("` | ")
          .append(cell(key.expectation()))
          .append(" | ")
          .append(cell(key.defaultValue()))
          .append(" | ")
          .append(cell(key.description()))
          .append(" |\n");
    }
    page.append(
        """

        `traces`, `tiers.fractions` and `tenants.<tenant>.traces` do nothing where `OTEL_TRACES_SAMPLER` is set: the standard
        variable wins, and the agent says so.

        ## Audit rules

        The first rule that applies to an operation decides; where none does, what may change something is recorded, and
        reads if `audit.reads` says so. A rule without `types` or `targets` applies to all of them. Types are what a statement or an
        HTTP method shows; a target is a table or a route, in any case of letters. Requests that an application
        makes are recorded by the service that serves them, whatever a rule says. `heddle_audit_skipped_total` counts what
        changed something and was left out by a rule. `as: login` or `as: config` has records of what the rule applies to say LOGIN or CONFIG
        (`heddle audit query --type login`): that somebody logs in, or changes settings, only its route or table can tell. Such a request
        that failed is recorded like any other, with its status. Transactions need no rule: what was recorded of one gets its outcome.

        Targets of a statement are all tables that it writes, as its text tells: of each statement of a text, and of each table of
        one (`WITH u AS (UPDATE a …) INSERT INTO b …`, `TRUNCATE a, b`), rules are asked by itself. Where the text does not tell for certain
        (`DO`, `EXECUTE` of a prepared statement, `TRUNCATE … CASCADE`, `DROP SCHEMA`, a first word that is not known, brackets or texts that are not closed,
        more than 16 tables), a record's target is `~unread`. To it, rules that name targets apply whatever they name: it is recorded if any rule
        for its type of operation says so, with the strictest guarantee among them, and only a rule without `targets`, or with `*`, leaves it out.
        Where it is not known either what is done (types `call` and `other`), rules for any type apply. What a procedure, a function or a trigger writes is not in
        the text: `CALL p` has the target `p`. A table has the name that the statement gives it: a schema before it is part of it (`*.orders`).

        `functions` names functions of the database that write: `SELECT book_order(…)` is a query as far as its text shows. A query that
        calls one is recorded as a call (type `call`) whose target is the function, a write that calls one has a record of the call beside its own;
        rules, guarantees and outcomes are those of calls. A name without a schema means the function in all schemas; `billing.*` means all of one.
        Statements that are prepared already keep what they were. The agent does not ask the database which functions write: see
        [UNSEEN.md](UNSEEN.md).

        `audit: {enabled: false}` pauses recording altogether, at run time. That is itself recorded, as is its end and every other change
        of the policy: with the revision, the file's SHA-256 and its owner, and with the keys by which less is recorded than before
        (`heddle audit events --kind audit-paused,audit-resumed,policy-changed`). What is undecided when the pause begins still gets its
        outcome. The setting `heddle.audit.enabled=false` is stronger: nothing is recorded of that run but one note,
        `AUDIT_OFF`, with where the setting comes from and as whom the process runs; where the spool cannot be written to, a line on stderr is
        all there is. `heddle.enabled=false` takes the agent out of the process altogether, and leaves nothing.

        `digest: true` records the SHA-256 of request bodies (`payload_digest`), of those that are recorded, on routes that `targets` name
        or on all. It is made of the bytes as the server hands them to the application, and nothing is kept of them: `bytes` says how many
        those were, `whole` whether that was all. A body that the application begins and does not finish is digested as far as the server has
        read, a buffer at most beyond the application; one that it does not read at all is not digested. Who can guess a
        body can check the guess: leave it off where bodies are short and secret, or say `detail: encrypted` in that rule, or for all. Then digests
        are HMAC-SHA-256 under the tenant's key (`payload_hmac`): who has the master key can check a body, after the tenant is erased nobody can,
        and while there is no key there is no digest. Which rule applies is known at the end of a request: where some rules for its type of operation encrypt
        and others do not, both digests are made meanwhile, and one is recorded. It makes no difference how a body is read: as a stream or by a
        reader, for `getParameter`, without waiting (`ReadListener`), chunked or not. Bodies are digested on Tomcat, whose requests the agent records.

        `fingerprint: [id]` records fingerprints of the rows that such statements write (`row_fingerprint`); `id` are the columns that identify a row.
        `heddle audit fingerprint --recorded` then says which rows of the table are not as they were written last. The agent takes them from the statement's text
        and its parameters and asks the database nothing, so it does not know all: [FINGERPRINT.md](formats/FINGERPRINT.md) says which rows and columns, and
        a record says of itself what it leaves out, or why it says nothing. Name one key for each rule; tables with other keys need a rule of their own. Fingerprints
        are SHA-256, which who can guess a row can check; where the rule's detail is `encrypted`, HMAC-SHA-256 under the tenant's key. Redaction wins here too.
        `heddle.instrumentations.off=jdbc-values` leaves parameters, and so most rows, unknown.

        ## Actors

        `actors.from` names who is asked for the name of whoever makes a request, the most trusted first. It stands in the records of
        the request and of what is done for it from then on.

        - `principal`: whoever the application has let in, by its container or by its filters (Spring Security), as its servlet sees
          them. It is asked for where the request may be recorded.
        - `jwt.CLAIM`: a text among the claims of the JWT in `Authorization: Bearer`, such as `jwt.sub`. *Nobody has verified it*: put
          it behind `principal`, or use it where the application refuses tokens that are not sound.
        - `header:NAME`: a header, such as one that a proxy sets. *Anybody may have written it*.

        Unless `principal` alone is asked, each record says which one it was (`actor_source`). What is not well-formed, or longer than 256
        characters, names nobody.

        ## Contexts

        A request's context ends with the request. Work that was handed over while it was served (to a pool, a scheduler, a
        `CompletableFuture`, a timer, a virtual thread) is the tenant's until that task ends, but at most for `context.linger` after the
        request's end; 0 means not at all. It can be changed while the application runs, and holds at once for all that is running.

        Everything else that outlives a request is recorded for `~none`, with the tenant and the trace of the request that began it
        (`begun_by`; `heddle audit query --begun-by acme` finds it):

        - what is handed over after the request's end, by that task or by what it began: a task that schedules itself again, a chain of
          futures that goes on and on. What is *forked* (`ForkJoinTask.fork`, parallel streams) is a part of its task, and the
          tenant's while that runs;
        - a periodic task, from its first run on;
        - a task that takes work of other requests from a `java.util.concurrent` queue: it is a worker, from the first element on that
          another request has put there. A task that takes what its own request has put there stays with its tenant, and so does one that
          takes an object which was taken before and given back, as a pool's is;
        - whatever still runs behind `context.linger`.

        `heddle_context_outlived_total` counts the first, third and fourth, by `how`: `begun_after_end`, `other_work`, `beyond_bound`. The
        stack of the first at each place, and of one in ten minutes, is a note in the audit (`heddle audit events --kind context-leak`).

        ## Requests that never reach the application

        A request that a security filter stops (401, 403) has matched no route. Its record has the first segments of its path instead, as
        many as `requests.path-segments` says: `/admin/users/*`. A segment with a digit in it (but for `v1` and its like), with other
        characters than letters, `-`, `_` and `.`, or of more than 24 may be a value and is shown as `*`; `redaction.paths` and
        `redaction.targets` apply before. Series never have it.

        `client_address` in `extras`, `src_endpoint.ip` in OCSF and `client.address` in spans say who sent a request: whoever has connected,
        as the server tells it. Only of a peer in `requests.trusted-proxies` are `Forwarded` and `X-Forwarded-For` believed, and of those
        the last address that is none of a trusted proxy. Where both headers are there and name different clients, neither is.

        ## Guarantees

        What a record survives is chosen for each kind of write, by `guarantee` of the first rule that applies, else by
        `audit.guarantee`, else by the setting `heddle.audit.guarantee`. Requests and reads are always `async`.

        | | its record survives | if it cannot be recorded |
        |---|---|---|
        | `async` | the end of the process, `kill -9` too | the write goes on; the loss is counted and recorded |
        | `sync` | a power loss as well: it is on disk before the database commits | the commit goes on; it is counted, and noted in the audit itself |
        | `fail-closed` | like `sync` | the commit is refused |

        Before the commit the agent writes an *intent* behind the transaction's records, and waits for one `fsync` that all threads
        who commit at that moment share; after it, the outcome. The strictest guarantee of its writes holds for the whole transaction.

        - **Refused** means: `commit()` throws a `java.sql.SQLException`, SQLSTATE 58030, before anything is sent to the database, within
          a second of being called, whatever the disk does. The transaction is still open and can be rolled back; to commit it again is
          refused again, because one of its records is lost. While the agent starts, a first commit may wait up to ten seconds
          for the spool. `heddle_audit_refused_commits_total` and `heddle_audit_sync_failures_total` count.
        - **Whatever commits** is guarded: `commit()`, `setAutoCommit(true)`, COMMIT as a statement, DDL that commits by itself (H2, and
          databases Heddle does not know), PREPARE TRANSACTION.
        - **A write with auto-commit** commits by itself, so it is recorded before it runs, as a transaction of its own: PENDING, with
          neither rows nor duration, which nobody knows then. Its outcome follows. A batch is recorded as a whole. If that is refused, the
          statement is not run.
        - **PostgreSQL** (13 and later) is asked for the transaction's ID before each guarded commit, on the application's connection:
          one more round trip, and the first time on a connection a savepoint around it. If the process dies before the outcome is
          recorded, its writes stay PENDING until the database is asked what became of that ID: by the sidecar, if
          `heddle.audit.resolve.urls` names the server, or by `heddle audit resolve --jdbc-url URL`. Who only may connect may ask. The
          question before a commit is in the database's own logs, and in no record of Heddle's.
        - A connection that is *closed* with an open transaction is not guarded; where that commits (Oracle), the outcome is UNKNOWN.

        A commit then takes as long as the disk takes to sync: 0.5 to 2 ms on an SSD, less for each of many at a time.

        ## Detail

        `audit.detail: encrypted`, or `detail: encrypted` in a rule, keeps of a recorded statement its text as it was given to the driver, if it has
        literals, and the values bound to its parameters. They are encrypted before anything is written, with a key of the tenant that the
        master key wraps (`heddle.privacy.master-key`); `heddle audit … --reveal` opens them, and `heddle audit erase` makes them unreadable
        for ever. `audit.actors: encrypted` does the same with names of users, by which nobody can ask then.

        - Without a master key nothing is kept: records say `~missing`, the agent says why, and tries again every 30 s.
        - Redaction wins: of a statement whose names are taken out no detail is kept, and a name that is taken out is not sealed either.
        - A record has room for about 2 KiB of detail beside the longest statement, and for 8 KiB beside most; what is beyond is left out, and
          the detail says `"cut":true`. Texts are kept up to 1,024 characters, 256 parameters, of streams and foreign objects the class alone.
        - Values are seen from the moment the policy is in force; one bound before says `{"unseen":true}`. Parameters that a `CallableStatement`
          binds by name are not seen. `heddle.instrumentations.off=jdbc-values` leaves values out.
        - `heddle_audit_tenant_keys_total` and `heddle_audit_details_missing_total` appear on the page once it is asked for.

        ## Redaction

        Literals of statements and bound values leave the application's process only as said above; bodies and the queries of URLs never do,
        whatever the policy says. `redaction` takes out names as well, from series, spans and records alike, before any of them is
        made; `~redacted` stands in their place:

        - `actors`: the name of whoever was authenticated.
        - `targets`: the table, route and statement of every operation whose target matches, or whose statement has a word
          that does, such as a column or a joined table. Audit rules go by the true names.
        - `paths`: segments of URLs in spans. `/patients/*` turns `/patients/4711` into `/patients/~redacted`. While there is any
          pattern, a path that is not written plainly (with `%`, `;`, `//` or dots) is left out altogether, lest it slip by.

        ## Example

        ```yaml
        """);
    return page.append(EXAMPLE).append("```\n").toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("*", "\\*");
  }
}
