"""Serve the demo companies from an installation of their own and take a picture of every page at every width."""

import argparse
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "shots"

# name -> width, height, is it touched
WIDTHS = {
    "desktop": (1440, 900, False),
    "tablet": (1180, 820, True),
    "upright": (820, 1180, True),
    "phone": (390, 844, True),
}
THEMES = ("light", "dark")


def main():
    asked = arguments()
    os.environ |= {"KEPT_HOME": os.environ.get("KEPT_HOME") or ".local/shots", "KEPT_FSYNC": "off"}
    from config import embedded, local
    from tests.plugins.processes import free_port

    with local.only_one(), embedded.running():
        os.environ["PORT"] = str(free_port())
        variables = local.environment()
        for title, *command in (
            ("Bringing the schema up to date", "migrate", "--verbosity=0"),
            ("Collecting static files", "collectstatic", "--no-input", "--verbosity=0"),
            ("Looking for the demo companies", "demo", "--if-empty", "--force"),
        ):
            local.step(title, *command, variables=variables, keep=True)
        with local.supervised(variables) as supervisor:
            import threading

            if not local.wait_until_served(variables, supervisor, threading.Event()):
                return 1
            take(asked, variables)
    return 0


def arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("pages", nargs="*", help="only pages whose names begin with one of these")
    parser.add_argument("--only", default="", help="only these widths and themes, for example phone,dark")
    return parser.parse_args()


def take(asked, variables):
    os.environ |= {**variables, "DJANGO_SETTINGS_MODULE": "config.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    import django

    django.setup()
    from playwright.sync_api import sync_playwright

    from .camera import Camera

    SHOTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM") or "chromium"), chromium_sandbox=False
        )
        camera = Camera(browser, variables["PUBLIC_BASE_URL"], SHOTS)
        wanted = set(filter(None, asked.only.split(",")))
        for width, size in WIDTHS.items():
            for theme in THEMES:
                if wanted <= {width, theme} or {width, theme} <= wanted:
                    camera.walk(width, size, theme, asked.pages)
        browser.close()
    print(f"{camera.taken} pictures in {SHOTS.relative_to(ROOT)}/")
    if camera.missed:
        sys.exit("Missed: " + ", ".join(camera.missed))


if __name__ == "__main__":
    sys.exit(main())
