"""What a container is told when it asks whether its process is well."""

import os
import subprocess
import sys

import pytest

from config import embedded, health
from config.beat import SIGN_OF_LIFE


def test_the_scheduler_is_well_while_it_ticks(own_home):
    (embedded.make_home() / SIGN_OF_LIFE).touch()
    assert health.beat()
    os.utime(own_home / SIGN_OF_LIFE, (0, 0))
    assert not health.beat()


@pytest.mark.parametrize("question", ["beat", "web"])
def test_what_never_started_is_not_well(own_home, question):
    done = subprocess.run(
        [sys.executable, "-m", "config.health", question],
        env=os.environ | {"BIND": "127.0.0.1:9"},
        cwd=embedded.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("not well")
