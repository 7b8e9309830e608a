-- An archive as the first version of Prompter made it: its tables, word for word, and three calls.
-- Never change it: it stands for the archives that people have.
PRAGMA application_id = 1347571028;
CREATE TABLE calls (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started_at TEXT NOT NULL,
        title TEXT NOT NULL,
        source TEXT NOT NULL,
        playbook TEXT NOT NULL,
        keep TEXT NOT NULL CHECK (keep IN ('transcript', 'cards')),
        ended_at TEXT,
        length_s REAL NOT NULL DEFAULT 0,
        noes INTEGER NOT NULL DEFAULT 0
    ) STRICT;
CREATE TABLE segments (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        channel TEXT NOT NULL CHECK (channel IN ('them', 'me')),
        utterance INTEGER NOT NULL,
        text TEXT NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        words TEXT NOT NULL
    ) STRICT;
CREATE TABLE cue_hits (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        cue TEXT NOT NULL,
        channel TEXT NOT NULL CHECK (channel IN ('them', 'me')),
        utterance INTEGER NOT NULL,
        text TEXT NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        score REAL NOT NULL,
        by TEXT NOT NULL,
        final INTEGER NOT NULL
    ) STRICT;
CREATE TABLE cards (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        card TEXT NOT NULL,
        cue TEXT NOT NULL,
        goal TEXT NOT NULL,
        say TEXT NOT NULL,
        why TEXT NOT NULL,
        noes INTEGER NOT NULL,
        cue_end_s REAL NOT NULL,
        at_s REAL NOT NULL,
        withdrawn_s REAL
    ) STRICT;
CREATE TABLE asks (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        card TEXT NOT NULL,
        goal TEXT NOT NULL,
        at_s REAL NOT NULL
    ) STRICT;
CREATE TABLE faults (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        at_s REAL NOT NULL,
        channel TEXT,
        over INTEGER NOT NULL
    ) STRICT;
CREATE TABLE chores (name TEXT PRIMARY KEY) STRICT;
CREATE INDEX segments_of_call ON segments(call_id);
CREATE INDEX cue_hits_of_call ON cue_hits(call_id);
CREATE INDEX cards_of_call ON cards(call_id);
CREATE INDEX asks_of_call ON asks(call_id);
CREATE INDEX faults_of_call ON faults(call_id);
CREATE VIRTUAL TABLE segments_fts USING fts5(text, content='segments', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER segments_fts_insert AFTER INSERT ON segments BEGIN INSERT INTO segments_fts(rowid, text) VALUES (new.id, new.text); END;
CREATE TRIGGER segments_fts_delete AFTER DELETE ON segments BEGIN INSERT INTO segments_fts(segments_fts, rowid, text) VALUES ('delete', old.id, old.text); END;
CREATE TRIGGER segments_fts_update AFTER UPDATE OF text ON segments BEGIN INSERT INTO segments_fts(segments_fts, rowid, text) VALUES ('delete', old.id, old.text); INSERT INTO segments_fts(rowid, text) VALUES (new.id, new.text); END;
CREATE VIRTUAL TABLE titles_fts USING fts5(title, content='calls', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER titles_fts_insert AFTER INSERT ON calls BEGIN INSERT INTO titles_fts(rowid, title) VALUES (new.id, new.title); END;
CREATE TRIGGER titles_fts_delete AFTER DELETE ON calls BEGIN INSERT INTO titles_fts(titles_fts, rowid, title) VALUES ('delete', old.id, old.title); END;
CREATE TRIGGER titles_fts_update AFTER UPDATE OF title ON calls BEGIN INSERT INTO titles_fts(titles_fts, rowid, title) VALUES ('delete', old.id, old.title); INSERT INTO titles_fts(rowid, title) VALUES (new.id, new.title); END;
PRAGMA user_version = 1;

INSERT INTO calls (id, started_at, title, source, playbook, keep, ended_at, length_s, noes) VALUES
 (1, '2025-11-03T09:15:00+00:00', 'Café Müller', 'live', '', 'transcript', '2025-11-03T09:17:30+00:00', 150.0, 1),
 (2, '2025-11-04T13:00:00+00:00', 'Acme Logistics', 'recording', 'own.toml', 'cards', '2025-11-04T13:05:00+00:00', 300.0, 0),
 (4, '2025-11-05T16:20:00+00:00', 'Northgate', 'live', '', 'transcript', NULL, 31.5, 1);
INSERT INTO segments (call_id, channel, utterance, text, start_s, end_s, words) VALUES
 (1, 'them', 0, 'we have decided to go with someone else', 3.0, 6.0, '[["we", 3.0, 3.2, 1.0], ["else", 5.5, 6.0, 0.75]]'),
 (1, 'me', 0, 'may i ask what would have made the difference', 7.5, 10.0, '[]'),
 (4, 'them', 0, 'the résumé is on file', 30.0, 31.5, '[]');
INSERT INTO cue_hits (call_id, cue, channel, utterance, text, start_s, end_s, score, by, final) VALUES
 (1, 'chose_other', 'them', 0, 'go with someone else', 4.0, 6.0, 0.93, 'phrase: go with someone else', 1),
 (2, 'on_file', 'them', 3, '', 100.0, 102.0, 0.8, '', 1);
INSERT INTO cards (call_id, card, cue, goal, say, why, noes, cue_end_s, at_s, withdrawn_s) VALUES
 (1, 'chose_other_feedback', 'chose_other', 'feedback', 'Thanks. What would have made me first choice?', 'They decided.', 1, 6.0, 6.2, NULL),
 (2, 'a_card_that_is_no_more', 'on_file', 'a_goal_that_is_no_more', 'Which date suits you?', '', 0, 102.0, 102.3, 104.0);
INSERT INTO asks (call_id, card, goal, at_s) VALUES (1, 'chose_other_feedback', 'feedback', 10.1);
INSERT INTO faults (call_id, kind, text, at_s, channel, over) VALUES
 (1, 'source_lost', 'I can''t hear the employer.', 60.0, 'them', 0);
