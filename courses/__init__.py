"""What is taught and who learns it: courses and their versions, enrolments and progress, the packages of authors."""
