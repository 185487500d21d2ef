"""A credential's words as the certificate template takes them, in the language of the certificate."""

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from foundation.kernel.dates import in_digits, long_date
from foundation.kernel.drawing import line, qr_svg, render_pdf, render_png
from foundation.kernel.language import direction, pick
from foundation.kernel.urls import client_url
from outcomes.credentials.enums import AchievementKind
from outcomes.credentials.models import Credential
from outcomes.credentials.rules import shown_code

TEMPLATE = "credentials/certificate.typ"


def draw_pdf(credential: Credential) -> bytes:
    return render_pdf(TEMPLATE, certificate(credential), issued_at=credential.issued_at)


def certificate_png(credential: Credential, *, ppi: float = 96) -> bytes:
    return render_png(TEMPLATE, certificate(credential), ppi=ppi)


def certificate(credential: Credential) -> dict[str, Any]:
    printed = credential.snapshot
    with translation.override(printed["language"]):
        return _frame(credential) | _dated(printed) | WORDING[credential.achievement.kind](printed)


def _frame(credential: Credential) -> dict[str, Any]:
    printed = credential.snapshot
    language = printed["language"]
    page = client_url("credential", {"key": credential.view_key}, id=str(credential.id))
    place = [pick(printed[name], language) for name in ("programme", "organisation")]
    return {
        "language": language,
        "direction": direction(language),
        "issuer": pick(printed["issuer"], language),
        "programme": " · ".join(filter(None, place)) or None,
        "awarded_to": _("This certificate is awarded to"),
        "name": line(printed["name"], weight="bold"),
        "check_label": _("To check it, scan the square or go to"),
        "check_address": client_url("verify").partition("://")[2],
        "code_label": pgettext("on the paper", "Certificate code"),
        "code": shown_code(credential.code),
        "qr": qr_svg(page),
        "qr_label": _("A QR code that opens the page of this certificate"),
    }


def _dated(printed: dict[str, Any]) -> dict[str, Any]:
    day = date.fromisoformat(printed["issued_on"])
    said = long_date(day, printed["language"], printed["country"])
    return {"date_label": pgettext("on the paper", "Issued on"), "date": said}


def _course(printed: dict[str, Any]) -> dict[str, Any]:
    kind = _("Certificate of completion")
    return {
        "kind": kind,
        "document_title": f"{kind} · {printed['name']}",
        "reason": _("for completing the course"),
        "title": line(pick(printed["titles"], printed["language"]), weight="bold"),
        "subtitle": None,
        "facts": _hours(printed),
    }


def _project(printed: dict[str, Any]) -> dict[str, Any]:
    kind = _("Certificate of achievement")
    call = _("in answer to the call “%(call)s”") % {"call": pick(printed["titles"], printed["language"])}
    return {
        "kind": kind,
        "document_title": f"{kind} · {printed['name']}",
        "reason": _("for a project that was reviewed and accepted"),
        "title": line(printed["project_title"], weight="bold"),
        "subtitle": line(call),
        "facts": None,
    }


WORDING = {AchievementKind.COURSE.value: _course, AchievementKind.PROJECT.value: _project}


def _hours(printed: dict[str, Any]) -> str | None:
    hours = printed["hours"]
    if not hours:
        return None
    said = ngettext("%(hours)s hour of learning", "%(hours)s hours of learning", hours)
    return said % {"hours": in_digits(hours, printed["language"], printed["country"])}
