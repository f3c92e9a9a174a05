/** The tables of the score store. A new version adds statements that lead there from the one before. */

/** Marks the file as ours in its header ("OpBr"). */
export const applicationId = 0x4f704272;

export const schemaVersion = 1;

export const schema = `
  CREATE TABLE evaluations (
    id INTEGER PRIMARY KEY,
    -- Digest of everything that decides a score: equal keys, equal scores for equal seeds.
    key TEXT NOT NULL UNIQUE,
    agent TEXT NOT NULL,
    game TEXT NOT NULL,
    protocol TEXT NOT NULL,
    rom_md5 TEXT NOT NULL,
    emulator TEXT NOT NULL,
    console TEXT NOT NULL,
    -- The run folder and checkpoint; null for random play.
    run_path TEXT,
    checkpoint TEXT,
    checkpoint_sha256 TEXT,
    training_seed INTEGER,
    -- Training budget.
    trained_frames INTEGER NOT NULL,
    trained_seconds REAL,
    trained_cpu_seconds REAL,
    -- JSON: hyperparameters; the environment as played; the protocol; phrases in which it was departed from.
    hyperparameters TEXT NOT NULL,
    environment TEXT NOT NULL,
    conditions TEXT NOT NULL,
    deviations TEXT NOT NULL,
    -- Table and figures of the human-normalised score; null where nobody measured the game.
    normalisation TEXT,
    random_score REAL,
    human_score REAL,
    created TEXT NOT NULL
  );
  CREATE TABLE episodes (
    evaluation INTEGER NOT NULL REFERENCES evaluations(id),
    -- Of the episode itself, derived from the evaluation's seed.
    seed INTEGER NOT NULL,
    score REAL NOT NULL,
    frames INTEGER NOT NULL,
    steps INTEGER NOT NULL,
    truncated INTEGER NOT NULL,
    played TEXT NOT NULL,
    PRIMARY KEY (evaluation, seed)
  ) WITHOUT ROWID;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;
