"""On a phone: a tracing request is taken with consent; a second one for the same man is joined, parted."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from antigone.web.site.cast import DEMO_PASSWORD
from tests.browser.looking import HEIGHT, PHONE, Look
from tests.browser.stage import INCIDENT
from tests.browser.tabs import OF_FAMILY, walk_through


def test_two_requests_for_one_man_on_a_phone(browser: Browser, served: str) -> None:
    context = browser.new_context(
        base_url=served,
        locale="en-GB",
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
        viewport={"width": PHONE, "height": HEIGHT},
    )
    page = context.new_page()
    sign_in(page)
    look = Look(page)
    take(page, look, "Лідія Орлевич", "mother", "Орлевич", "Давид")
    consent(page, look)
    take(page, None, "Hanna Orlevych", "sister", "Orlevych", "Davyd")
    join_and_part(page, look)
    assert not look.faults, "\n".join(look.faults)
    context.close()


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Sign-in name").fill("nadia")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Awaiting you")


def seen(page: Page, look: Look | None, name: str) -> None:
    """Look closely, narrow and wide; then the phone again."""
    if look is not None:
        look.at(name, scripts=True)
        page.set_viewport_size({"width": PHONE, "height": HEIGHT})


def keep(page: Page, heading: str) -> None:
    page.get_by_role("button", name="Keep and go on").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def take(
    page: Page, look: Look | None, enquirer: str, relation: str, family: str, given: str
) -> None:
    page.goto(f"/i/{INCIDENT}/requests/")
    page.get_by_role("button", name="Take a tracing request").tap()
    page.get_by_label("Name, as they write it").fill(enquirer)
    page.get_by_label("Telephone").fill("+380 44 0000000")
    seen(page, look, "request-enquirer")
    keep(page, "Who is sought")
    page.get_by_label("The enquirer is the person’s").select_option(relation)
    page.get_by_label("Sex").select_option("M")
    page.get_by_label("Date of birth", exact=True).fill("1991-02-28")
    page.get_by_label("Family name").fill(family)
    page.get_by_label("Given names").fill(given)
    page.get_by_role("button", name="Another name").tap()
    expect(page.get_by_label("Family name")).to_have_count(2)
    expect(page.get_by_label("Given names").first).to_have_value(given)
    keep(page, "Description")
    page.get_by_label("Eyes").select_option("blue")
    keep(page, "Medical")
    keep(page, "Teeth")
    page.get_by_role("button", name="Keep and leave").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("A request is being taken")
    expect(page.get_by_role("img", name="Pedigree of")).to_be_visible()
    seen(page, look, "request-draft")
    page.get_by_role("button", name="Take this request").tap()
    expect(page.get_by_text("The request is taken.")).to_be_visible()


def consent(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Record the answer: Search among remains").tap()
    page.get_by_label("yes", exact=True).check()
    page.get_by_label("Name of the person who was asked").fill("Лідія Орлевич")
    page.get_by_label("Language in which the text was read").fill("Ukrainian")
    seen(page, look, "request-consent")
    page.get_by_role("button", name="Record the answer").tap()
    expect(page.get_by_text("Newest answer: yes.")).to_be_visible()
    page.get_by_role("link", name="Tracing request", exact=True).tap()
    expect(page.get_by_text("covered", exact=True)).to_be_visible()
    walk_through(page, OF_FAMILY, lambda name: seen(page, look, name))


def join_and_part(page: Page, look: Look) -> None:
    page.goto(f"/i/{INCIDENT}/requests/same/")
    page.get_by_role("link", name="AM-0001 and AM-0002").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("one person?")
    seen(page, look, "compare")
    page.get_by_label("Reasons").fill("The mother and the sister say so together.")
    page.get_by_role("button", name="They are one person").tap()
    expect(page.get_by_text("compared as one person").first).to_be_visible()
    page.goto(f"/i/{INCIDENT}/requests/")
    page.get_by_role("link", name="TR-0001").tap()
    expect(page.get_by_text("joined with AM-0002").first).to_be_visible()
    page.get_by_role("link", name="Part AM-0001 and AM-0002").tap()
    page.get_by_label("Reasons").fill("A namesake after all.")
    page.get_by_role("button", name="Part them").tap()
    expect(page.get_by_text("Parted by Nadia Sarkis")).to_be_visible()
