"""Every event class of the house, a module per floor. Open to all and importing nothing of theirs, so that any app may
subscribe to any event. A subscriber has a name that is stored with each delivery: renaming one loses what is under way."""
