"""What every app stands on: ids, clock, errors and problem documents, paging, languages, model bases, drawing, the frame of
our pages. It owns no domain table, only kept answers and throttle counters. It must never know what Jisr is about: no
learner, course or mentor is named here."""
