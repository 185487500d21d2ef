"""Packages hold every right answer: they are for authors and the office, and for nobody else."""

from uuid import UUID

from django.db.models import QuerySet

from courses.authoring.models import Package, PackageImport
from foundation.accounts.models import User
from foundation.programmes.enums import Role
from foundation.programmes.policies import has_role, is_office, one


def is_author(actor: User) -> bool:
    return has_role(actor, Role.AUTHOR) or is_office(actor)


def packages_visible_to(actor: User) -> QuerySet[Package]:
    """Courses are the deployer's: whoever writes one may read all."""
    return Package.objects.select_related("version__course") if is_author(actor) else Package.objects.none()


def get_package_for(actor: User, slug: str, number: int | None = None) -> Package:
    """Of the version with that number, else of the newest, drafts included."""
    packages = packages_visible_to(actor).filter(version__course__slug=slug).order_by("-version__number")
    return one(packages if number is None else packages.filter(version__number=number))


def imports_visible_to(actor: User) -> QuerySet[PackageImport]:
    """An author's own, and the office's eyes are everywhere."""
    imports = PackageImport.objects.select_related("batch", "version__course")
    if is_office(actor):
        return imports
    return imports.filter(uploaded_by=actor) if is_author(actor) else imports.none()


def get_import_for(actor: User, import_id: UUID) -> PackageImport:
    return one(imports_visible_to(actor).filter(pk=import_id))
