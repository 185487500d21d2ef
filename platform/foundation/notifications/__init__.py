"""What people are told, in the app and by mail: the words, the notices, and the spool, the only road that a mail takes.

Owns notices and mails, their languages, retries and retention. It listens to events and never asks the app that
published one: what it says about upper floors it knows from the event alone. It must never know how a course, a project
or a credential works.
"""
