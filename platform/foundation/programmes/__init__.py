"""Where people belong: member states, organisations, programmes and cohorts, who is a member of them, who holds which
role, and how an invited person comes to her account. It must never know what is learnt or built in a cohort: courses are
slugs here."""
