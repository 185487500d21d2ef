"""`make run` and the servers of the tests: one command that brings a whole Jisr up on a bare machine.

Owns the environment (`bootstrap`), the embedded PostgreSQL, and the supervisor of web, worker and beat. Production
never comes here. Everything but `prepare` and `worker`, which run as processes of their own, is standard library only.
"""
