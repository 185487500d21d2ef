"""What a person may do now: each state's rules about minors, guardians, their consents, and the capabilities that follow. It
must never know what is learnt, built or shown with them."""
