"""Pages are read without their indentation."""

from django.template.loader import get_template


def test_pages_are_read_without_their_indentation():
    assert "\n " not in get_template("base.html").template.source
