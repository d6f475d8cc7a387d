"""Who sees what, said from the roles themselves."""

from __future__ import annotations

from django.template import Context, Template

from antigone.web.incidents.roles import Permission, roles_with


def test_roles_are_named_that_carry_all_of_the_permissions() -> None:
    assert roles_with([Permission.SEE_GENOTYPES]) == ["Geneticist", "Reconciliation officer"]
    both = roles_with([Permission.SEE_REMAINS, Permission.TAKE_REQUESTS])
    assert both == ["Reconciliation officer"]


def test_they_are_named_whatever_holds_the_permissions() -> None:
    """Also what can be walked through only once."""
    assert roles_with(iter([Permission.READ_JOURNAL])) == ["Auditor"]


def test_a_page_names_them() -> None:
    page = Template('{% roles_with "see_families" "open_pictures" as who %}{{ who }}')
    said = "Odontologist, Reconciliation officer, Member of the identification board"
    assert page.render(Context()) == said
