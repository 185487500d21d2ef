"""Who mentors: the profile of a person with the mentor role (languages, states served, whether taking work). It must
never know projects, submissions or reviews."""
