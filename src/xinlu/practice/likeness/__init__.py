"""What speaks for and against two records being of one person: names read, fields compared, candidates found, weights."""
