"""The programme, its organisations and cohorts."""

from datetime import date, timedelta
from typing import Any

from config.demo import COURSE
from config.demo.tables import Tables
from foundation.accounts.models import User
from foundation.programmes.models import Cohort
from foundation.programmes.services import create_cohort, create_organisation, create_programme


def make(tables: Tables, office: User, today: date) -> dict[str, Cohort]:
    """The cohorts by their key in the tables."""
    create_programme(actor=office, **dated(tables.programme, today))
    for organisation in tables.organisations:
        create_organisation(actor=office, **organisation)
    programme = tables.programme["slug"]
    return {
        key: create_cohort(actor=office, programme=programme, courses=[COURSE], **dated(row, today))
        for key, row in tables.cohorts.items()
    }


def dated(row: dict[str, Any], today: date) -> dict[str, Any]:
    """The row with `starts` and `ends`, in days from today, as dates."""
    rest = {name: value for name, value in row.items() if name not in ("starts", "ends")}
    return {
        **rest,
        "starts_on": today + timedelta(days=row["starts"]),
        "ends_on": today + timedelta(days=row["ends"]),
    }
