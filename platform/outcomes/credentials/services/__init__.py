"""Issuing, drawing, revoking."""

from outcomes.credentials.services.issuing import issue_for_course, issue_for_project
from outcomes.credentials.services.paper import certificate_png
from outcomes.credentials.services.rendering import certificate_pdf, render_credential, sweep_unrendered
from outcomes.credentials.services.standing import reinstate_credential, revoke_credential

__all__ = [
    "certificate_pdf",
    "certificate_png",
    "issue_for_course",
    "issue_for_project",
    "reinstate_credential",
    "render_credential",
    "revoke_credential",
    "sweep_unrendered",
]
