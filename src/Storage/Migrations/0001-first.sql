-- Times are milliseconds since the Unix epoch, flags 0 or 1. The marks in braces are the engine's own types.

CREATE TABLE account (
    name        {name}   NOT NULL PRIMARY KEY,
    title       TEXT     NOT NULL,
    locked      SMALLINT NOT NULL,
    valid_until BIGINT,
    agent       {name},
    memo        TEXT     NOT NULL
);
CREATE INDEX account_agent ON account (agent) WHERE agent IS NOT NULL;

CREATE TABLE endpoint (
    name          {name}   NOT NULL PRIMARY KEY,
    kind          SMALLINT NOT NULL,
    account       {name},
    password      {blob},
    mode          SMALLINT NOT NULL,
    allow         TEXT     NOT NULL,
    locked        SMALLINT NOT NULL,
    valid_until   BIGINT,
    expire_min    INTEGER,
    expire_max    INTEGER,
    max_bindings  INTEGER,
    manual_unlock SMALLINT NOT NULL,
    memo          TEXT     NOT NULL,
    -- What concerns calls: a JSON object of the fields that are not at their default; most phones have none.
    calls         TEXT
);
CREATE INDEX endpoint_account ON endpoint (account, name) WHERE account IS NOT NULL;
-- Gateways are few among many phones, so that their list would else read them all.
CREATE INDEX endpoint_gateway ON endpoint (name) WHERE kind = 1;

-- Routing gateways, groups and number transforms: the fields that are not at their default are a JSON object of names and
-- texts, so that a new field needs no migration. '' = all are at their default.
CREATE TABLE configured_object (
    kind     {name} NOT NULL,
    name     {name} NOT NULL,
    password {blob},
    memo     TEXT   NOT NULL,
    fields   TEXT   NOT NULL,
    PRIMARY KEY (kind, name)
);

CREATE TABLE grouped_number (
    group_name {name} NOT NULL,
    number     {name} NOT NULL,
    PRIMARY KEY (group_name, number)
);

-- Names given up since the last start: what their former owners have left behind is deleted at the next one, so that a
-- later owner of the name does not inherit it.
CREATE TABLE former_endpoint (
    name       {name} NOT NULL PRIMARY KEY,
    deleted_at BIGINT NOT NULL
);

CREATE TABLE parameter (
    name  {name} NOT NULL PRIMARY KEY,
    value TEXT   NOT NULL
);

CREATE TABLE audit (
    id            {identity},
    at            BIGINT NOT NULL,
    actor         TEXT   NOT NULL,
    actor_address TEXT   NOT NULL,
    action        TEXT   NOT NULL,
    target        {name} NOT NULL,
    before_text   TEXT,
    after_text    TEXT
);
CREATE INDEX audit_target ON audit (target, id);
CREATE INDEX audit_at ON audit (at);

CREATE TABLE operator (
    name          {name}   NOT NULL PRIMARY KEY,
    password_hash TEXT     NOT NULL,
    scope         SMALLINT NOT NULL
);

CREATE TABLE api_token (
    name        {name}   NOT NULL PRIMARY KEY,
    hash        TEXT     NOT NULL,
    scope       SMALLINT NOT NULL,
    allow       TEXT     NOT NULL,
    created_at  BIGINT   NOT NULL,
    valid_until BIGINT,
    created_by  TEXT     NOT NULL,
    is_session  SMALLINT NOT NULL
);

CREATE TABLE master_key (
    id         {identity},
    protected  {blob} NOT NULL,
    created_at BIGINT NOT NULL
);

-- Read whole at start and written by number, so it has no further index to keep up.
CREATE TABLE binding (
    id            {key},
    endpoint      TEXT     NOT NULL,
    contact       TEXT     NOT NULL,
    instance      TEXT     NOT NULL,
    reg_id        INTEGER  NOT NULL,
    call_id_hash  BIGINT   NOT NULL,
    cseq          BIGINT   NOT NULL,
    path          TEXT     NOT NULL,
    q             SMALLINT NOT NULL,
    user_agent    TEXT     NOT NULL,
    transport     SMALLINT NOT NULL,
    source        TEXT     NOT NULL,
    registered_at BIGINT   NOT NULL,
    refreshed_at  BIGINT   NOT NULL,
    expires_at    BIGINT   NOT NULL
);

CREATE TABLE known_source (
    endpoint {name}  NOT NULL,
    address  {name}  NOT NULL,
    day      INTEGER NOT NULL,
    PRIMARY KEY (endpoint, address)
);

CREATE TABLE suspension (
    id         {identity},
    endpoint   {name}   NOT NULL,
    source     {name}   NOT NULL,
    everyone   SMALLINT NOT NULL,
    user_agent TEXT     NOT NULL,
    failures   INTEGER  NOT NULL,
    at         BIGINT   NOT NULL,
    until_at   BIGINT,
    cleared_at BIGINT,
    cleared_by TEXT
);
CREATE UNIQUE INDEX suspension_event ON suspension (endpoint, at, source);
CREATE INDEX suspension_source ON suspension (source, id);
CREATE INDEX suspension_at ON suspension (at);

-- One row a call attempt. Numbers rise by one without gaps in the order of writing; span is started_at in quarters of days, so
-- that a search by number touches the index of one span after the other. NULL = not reached or not measured.
CREATE TABLE call_record (
    number               {key},
    id                   {blob}   NOT NULL,
    span                 INTEGER  NOT NULL,
    started_at           BIGINT   NOT NULL,
    alerted_at           BIGINT,
    answered_at          BIGINT,
    ended_at             BIGINT   NOT NULL,
    account              {name}   NOT NULL,
    caller               {name}   NOT NULL,
    callee               {name}   NOT NULL,
    caller_received      TEXT     NOT NULL,
    callee_received      TEXT     NOT NULL,
    caller_sent          TEXT     NOT NULL,
    callee_sent          TEXT     NOT NULL,
    caller_kind          SMALLINT NOT NULL,
    callee_kind          SMALLINT NOT NULL,
    caller_name          {name}   NOT NULL,
    callee_name          {name}   NOT NULL,
    caller_address       TEXT     NOT NULL,
    callee_address       TEXT     NOT NULL,
    caller_media         TEXT     NOT NULL,
    callee_media         TEXT     NOT NULL,
    caller_codec         TEXT     NOT NULL,
    callee_codec         TEXT     NOT NULL,
    caller_user_agent    TEXT     NOT NULL,
    callee_user_agent    TEXT     NOT NULL,
    caller_call_id       TEXT     NOT NULL,
    callee_call_id       TEXT     NOT NULL,
    relayed              SMALLINT NOT NULL,
    attempts             INTEGER  NOT NULL,
    end_reason           SMALLINT NOT NULL,
    end_side             SMALLINT NOT NULL,
    end_code             SMALLINT NOT NULL,
    end_rule             TEXT     NOT NULL,
    sip_reason           TEXT     NOT NULL,
    caller_packets       BIGINT,
    caller_lost          BIGINT,
    caller_jitter_us     INTEGER,
    caller_mos           SMALLINT,
    caller_round_trip_us INTEGER,
    caller_refused       BIGINT,
    caller_silent        SMALLINT,
    caller_dtmf          INTEGER,
    callee_packets       BIGINT,
    callee_lost          BIGINT,
    callee_jitter_us     INTEGER,
    callee_mos           SMALLINT,
    callee_round_trip_us INTEGER,
    callee_refused       BIGINT,
    callee_silent        SMALLINT,
    callee_dtmf          INTEGER,
    callee_delay_ms      INTEGER,
    route                TEXT     NOT NULL
);
CREATE UNIQUE INDEX call_record_id ON call_record (id);
-- Grows at its end, and answers what is asked most, lists and totals by everything but the numbers, without the rows.
CREATE INDEX call_record_time ON call_record (started_at, account, caller_name, callee_name, end_reason, answered_at, ended_at);
CREATE INDEX call_record_caller ON call_record (span, caller, started_at);
CREATE INDEX call_record_callee ON call_record (span, callee, started_at);

-- Unanswered calls that were counted instead of recorded one by one; minute is in minutes since the Unix epoch.
CREATE TABLE call_summary (
    minute     INTEGER  NOT NULL,
    source     {name}   NOT NULL,
    end_reason SMALLINT NOT NULL,
    calls      BIGINT   NOT NULL,
    first_at   BIGINT   NOT NULL,
    last_at    BIGINT   NOT NULL,
    numbers    TEXT     NOT NULL,
    PRIMARY KEY (minute, source, end_reason)
);

-- Up to which number records were given a number ('last'), written to text files, pushed.
CREATE TABLE record_position (
    name   {name} NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL
);

-- How far each file of the call journals is in the tables above; a greatest number means all of it.
CREATE TABLE call_journal (
    file     {name} NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL
);
