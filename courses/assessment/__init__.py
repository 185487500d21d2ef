"""Owns quizzes, attempts and what each was worth: it draws questions, keeps answers, grades once, and says no right answer
before its time. It must never know how a quiz is written, or what a passed one leads to."""
