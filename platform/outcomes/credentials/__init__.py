"""What was achieved, and who earned it: achievements, credentials, their paper and the public pages that confirm them. It owns
the frozen words of each certificate, its short code and its key. It must never know how a course is learnt or a project
reviewed: it hears that one was completed or accepted, and asks the floors below what to print."""
