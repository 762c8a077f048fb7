"""Referrals: their list, those of a case, and the sheets with which departments are asked and answer."""

from .sight import Sight


def referrals(found):
    at, case = f"/{found.slug}/referrals/", f"/{found.slug}/cases/{found.referred}/"
    return [
        Sight("referrals-to-accept", "support_lead", f"{at}?department=all"),
        Sight("referrals-accepted", "support_lead", f"{at}?department=all&tab=accepted"),
        Sight("referrals-answered", "support_lead", f"{at}?department=all&tab=finished"),
        Sight("referrals-none", "executive", f"{at}?tab=asked"),
        Sight("case-referred", "support_lead", case, see_referrals),
        Sight("question-referrals", "support_lead", f"{case}referrals/"),
        Sight("sheet-next-step", "support_lead", case, open_next_step),
        Sight("sheet-refer", "support_lead", case, refer_to_sales),
        Sight("sheet-answer", "support_lead", case, answer_referral),
    ]


def see_referrals(page):
    page.locator("#case-referrals .referral").first.wait_for()


def open_next_step(page):
    page.locator("#case-header").get_by_role("link", name="Next step", exact=True).click()
    page.locator("#sheet[open]").wait_for()


def refer_to_sales(page):
    open_next_step(page)
    page.locator("#sheet").get_by_role("link", name="Refer it to a department").click()
    page.locator("#sheet select[name=department]").select_option(label="Sales")
    page.locator("#sheet").get_by_label("Account manager").wait_for()


def answer_referral(page):
    page.locator("#case-referrals").get_by_role("link", name="Answer", exact=True).first.click()
    page.locator("#sheet[open] textarea").wait_for()
