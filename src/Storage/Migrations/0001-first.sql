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
    memo          TEXT     NOT NULL
);
CREATE INDEX endpoint_account ON endpoint (account, name) WHERE account IS NOT NULL;
-- Gateways are few among many phones, so that their list would else read them all.
CREATE INDEX endpoint_gateway ON endpoint (name) WHERE kind = 1;

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
