"""Who did what, and when: an append-only record in ids and plain values. It must never hold a name, an address or a text of
a person's, and no foreign key: the record outlives what it tells of."""
